import { mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecords } from '../reference/csv.ts';
import type { Run } from '../reference/current.ts';
import { movieFileOf } from '../reference/drop.ts';
import { once } from '../run/once.ts';
import { monthSucceeds, ROOT, temporaryFolder } from './commands.ts';

/** A run to be made: what the reference reads, and the folder that the command is given. */
export interface Drop extends Run {
  readonly csv: string;
  readonly folder: string;
}

/** The months of the sample in `fixtures/drops`. */
export const SAMPLE_MONTHS = ['2026-08', '2026-09', '2026-10'] as const;

/** A month's sample drop, where it lies. */
export function sampleDrop(month: string): Drop {
  const folder = join(ROOT, 'fixtures/drops', month);
  return { month, folder, csv: movieFileOf(folder) };
}

/** A drop of one file with this text, in a folder of its own. */
export function dropOf(month: string, csv: string): Drop {
  const folder = join(temporaryFolder(), month);
  mkdirSync(folder);
  writeFileSync(join(folder, 'movies_metadata.csv'), csv);
  return { month, folder, csv };
}

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

/** The same drop with its records changed; the header stays. */
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

/** A data folder of the caller's own in which the sample's months have been run, up to this one. */
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
