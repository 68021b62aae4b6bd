import { mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecords } from '../reference/csv.ts';
import type { Run } from '../reference/current.ts';
import { movieFileOf } from '../reference/drop.ts';
import { once } from '../run/once.ts';
import { monthSucceeds, ROOT, temporaryFolder } from './commands.ts';

/** A drop with its text for the reference and its folder for the command. */
export interface Drop extends Run {
  readonly csv: string;
  readonly folder: string;
}

/** The months of the sample in `fixtures/drops`. */
export const SAMPLE_MONTHS = ['2026-08', '2026-09', '2026-10'] as const;

/** The sample drop of a month in its original folder. */
export function sampleDrop(month: string): Drop {
  const folder = join(ROOT, 'fixtures/drops', month);
  return { month, folder, csv: movieFileOf(folder) };
}

/** Writes a drop of one file with this text to a new folder. */
export function dropOf(month: string, csv: string): Drop {
  const folder = join(temporaryFolder(), month);
  mkdirSync(folder);
  writeFileSync(join(folder, 'movies_metadata.csv'), csv);
  return { month, folder, csv };
}

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

/** A copy of a drop with changed records and the same header. */
export function changed(drop: Drop, change: (records: string[][], header: string[]) => string[][]): Drop {
  const [header, ...records] = readRecords(drop.csv);
  const lines = [header!, ...change(records, header!)].map((fields) => fields.map(quoted).join(','));
  return dropOf(drop.month, lines.map((line) => `${line}\n`).join(''));
}

/** The `npm run month` options for a drop. */
export const optionsFor = (drop: Drop, dataDir: string): string[] => [
  ...['--month', drop.month],
  ...['--source', drop.folder],
  ...['--data-dir', dataDir],
];

/** A new data directory in which the sample months up to this one have been run. The runs are shared by all test files. */
export async function folderAfter(last: (typeof SAMPLE_MONTHS)[number]): Promise<string> {
  const made = await once(`sample until ${last}`, async (folder) => {
    const before = SAMPLE_MONTHS[SAMPLE_MONTHS.indexOf(last) - 1];
    if (before !== undefined) await cp(await folderAfter(before), folder, { recursive: true });
    await monthSucceeds(...optionsFor(sampleDrop(last), folder));
    return folder;
  });
  const own = temporaryFolder();
  await cp(made, own, { recursive: true });
  return own;
}
