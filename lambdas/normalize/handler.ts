import { sourceFile } from '../../model/data/source-files.ts';
import { tablesOf } from '../../model/data/tables.ts';
import { createRowValidator } from '../../model/data/validate-row.ts';
import {
  ingestReportKey,
  normalizeReportKey,
  partIdsKey,
  quarantineKey,
  tablePartKey,
} from '../../model/keys.ts';
import type { IngestReport, NormalizeReport, Reasons } from '../../model/runs/reports.ts';
import type { PartItem } from '../../model/runs/run.ts';
import { step } from '../runtime/handler.ts';
import { createLines, type LineWriter } from '../runtime/lines.ts';
import { openObject, readJson, writeJson } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { type CsvRecord, readRecords } from './records.ts';

/** One part of a raw copy. */
export interface NormalizeEvent extends PartItem {
  readonly run_id: string;
  readonly month: string;
}

/**
 * Validates every row of one part: accepted rows become rows of the tables, the others go to quarantine with their
 * reasons. Memory use is independent of the part's size. A repeated attempt writes the same objects.
 */
export const handler = step(
  'normalize',
  async (event: NormalizeEvent, now): Promise<Record<string, never>> => {
    const began = now();
    const { run_id, month, file, part } = event;
    const { key, csv } = await readJson<IngestReport>(ingestReportKey(run_id, file));
    const range = csv!.parts[part]!;
    const validateRow = createRowValidator(sourceFile(file)!, csv!.header);
    const tables = tablesOf(file).map((table) => ({
      ...table,
      rowCount: 0,
      lines: createLines(tablePartKey(table.name, month, run_id, part)),
    }));
    const ids = createLines(partIdsKey(run_id, file, part), { evenIfEmpty: true });
    const quarantine = createLines(quarantineKey(file, month, run_id, part));
    const writers: LineWriter[] = [...tables.map(({ lines }) => lines), ids, quarantine];
    const lineage = `{"run_id":${JSON.stringify(run_id)},"source_row":`;

    const counts = { read: 0, blank_rows: 0, accepted: 0, quarantined: 0 };
    const reasons: Reasons = {};
    function writeRecord({ source_row, line, fields }: CsvRecord): void {
      if (fields.every((field) => field === '')) {
        counts.blank_rows += 1;
        return;
      }
      counts.read += 1;
      const result = validateRow(fields);
      if (!result.accepted) {
        counts.quarantined += 1;
        for (const reason of result.reasons) reasons[reason] = (reasons[reason] ?? 0) + 1;
        quarantine.write(JSON.stringify({ line, reasons: result.reasons, raw: fields }), source_row);
        return;
      }
      counts.accepted += 1;
      ids.write(`[${result.record.id},${source_row}]`, source_row);
      for (const table of tables) {
        for (const row of table.rows(result.record)) {
          table.rowCount += 1;
          table.lines.write(`${lineage}${source_row},${JSON.stringify(row).slice(1)}`, source_row);
        }
      }
    }

    try {
      if (range.start < range.end) {
        for await (const records of readRecords(file, range, await openObject(key, range))) {
          records.forEach(writeRecord);
          await Promise.all(writers.map((writer) => writer.drained()));
        }
      }
      await Promise.all(writers.map((writer) => writer.close()));
    } catch (error) {
      await Promise.all(writers.map((writer) => writer.abort()));
      throw error;
    }

    const report: NormalizeReport = {
      file,
      part,
      bytes: range.end - range.start,
      ...counts,
      reasons,
      tables: Object.fromEntries(
        tables.map(({ name, rowCount, lines }) => [
          name,
          { rows: rowCount, members: lines.members, sha256: lines.sha256() },
        ]),
      ),
      ...timing(began, now()),
    };
    await writeJson(normalizeReportKey(run_id, file, part), report);
    return {};
  },
);
