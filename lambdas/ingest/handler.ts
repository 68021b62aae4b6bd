import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { sourceFile } from '../../model/data/source-files.ts';
import { FileTooLargeError } from '../../model/errors.ts';
import { ingestReportKey, planKey, rawKey } from '../../model/keys.ts';
import { OTHER_FILES } from '../../model/metrics.ts';
import type { DropFile, Plan } from '../../model/runs/plan.ts';
import type { IngestReport } from '../../model/runs/reports.ts';
import type { PartItem } from '../../model/runs/run.ts';
import { numberEnv } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { emitMetrics } from '../runtime/metrics.ts';
import { objectSize, openObject, readJson, writeJson, writeStreamOnce } from '../runtime/s3.ts';
import { partItems, timing } from '../runtime/steps.ts';
import { openSource } from '../sources/open-source.ts';
import type { Source } from '../sources/source.ts';
import { BEGINNING_BYTES, explainUnreadable } from './file-format.ts';
import { gunzipFile } from './gunzip.ts';
import { readHeader } from './header.ts';
import { createScanner } from './scanner.ts';
import { createUtf8Check } from './utf8.ts';

/** One file of a drop. */
export interface IngestEvent {
  readonly run_id: string;
  readonly month: string;
  readonly file: string;
}

/**
 * Copies one raw file, byte for byte and decompressed. The same pass hashes the file and, where a table reads it,
 * validates it as CSV and splits it into parts. Memory use is independent of the file's size.
 */
export const handler = step('ingest', async (event: IngestEvent, now): Promise<{ parts: PartItem[] }> => {
  const began = now();
  const { run_id, month, file } = event;
  const plan = await readJson<Plan>(planKey(run_id));
  const dropFile = plan.files.find((candidate) => candidate.file === file)!;
  const key = rawKey(file, month, run_id);

  const inspection = (await copyOnce(plan.source!, dropFile, key)) ?? (await inspectCopy(file, key));
  const report: IngestReport = { file, key, ...inspection.result(), ...timing(began, now()) };
  await writeJson(ingestReportKey(run_id, file), report);
  emitMetrics({ BytesCopied: report.bytes }, { file: dropFile.known ? file : OTHER_FILES });
  return { parts: partItems(report) };
});

/**
 * Copies a file and returns its inspection; null if the copy exists already. Another attempt may have written it, and the
 * source may have changed since, so every attempt reports on the first complete copy.
 */
async function copyOnce(uri: string, dropFile: DropFile, key: string): Promise<Inspection | null> {
  if ((await objectSize(key)) !== null) return null;
  const { file } = dropFile;
  const inspection = inspect(file);
  const source = await openSource(uri);
  try {
    const bytes = await openFile(source, dropFile);
    const passing = Readable.from(inspection.passing(bytes));
    return (await writeStreamOnce(key, passing, contentType(file))) ? inspection : null;
  } finally {
    await source.close?.();
  }
}

/** Inspects an existing copy. */
async function inspectCopy(file: string, key: string): Promise<Inspection> {
  const inspection = inspect(file);
  for await (const _ of inspection.passing(await openObject(key)));
  return inspection;
}

const contentType = (file: string): string =>
  file.endsWith('.csv') ? 'text/csv' : 'application/octet-stream';

async function openFile(
  source: Source,
  { source_name, source_version, gzipped }: DropFile,
): Promise<AsyncIterable<Buffer>> {
  const bytes = await source.open(source_name, source_version ?? undefined);
  return gzipped ? gunzipFile(source_name, bytes) : bytes;
}

type Inspection = ReturnType<typeof inspect>;

/** Computes a file's report while its bytes pass through. */
function inspect(file: string) {
  const limit = numberEnv('MAX_FILE_BYTES');
  const hash = createHash('sha256');
  let bytes = 0;
  const read = sourceFile(file);
  let beginning = Buffer.alloc(0);
  const csv = read?.cells && {
    scanner: createScanner(file, numberEnv('PART_BYTES')),
    utf8: createUtf8Check(file),
  };

  return {
    async *passing(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        if (bytes > limit) throw tooLarge(file, limit);
        if (csv && beginning.length < BEGINNING_BYTES) {
          beginning = Buffer.concat([beginning, chunk.subarray(0, BEGINNING_BYTES)]);
        }
        explained(() => {
          csv?.utf8.push(chunk, csv.scanner.line());
          csv?.scanner.push(chunk);
        });
        yield chunk;
      }
      explained(() => csv?.utf8.end(csv.scanner.line()));
    },
    result(): Pick<IngestReport, 'bytes' | 'sha256' | 'csv'> {
      return {
        bytes,
        sha256: hash.digest('hex'),
        csv: explained(() => {
          const scan = csv?.scanner.end();
          return scan ? { ...readHeader(read!, scan.header), rows: scan.rows, parts: scan.parts } : null;
        }),
      };
    },
  };

  function explained<Result>(check: () => Result): Result {
    try {
      return check();
    } catch (error) {
      throw explainUnreadable(error, file, beginning);
    }
  }
}

/** The size of a gzipped file is known only after unpacking. */
const tooLarge = (file: string, limit: number): FileTooLargeError =>
  new FileTooLargeError(
    `${file} has more than ${limit} bytes, which one function can ingest (the setting maxFileBytes).`,
  );
