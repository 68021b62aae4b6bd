import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who owns a data folder. Only one process may: the S3 server's files and the journal have one writer. */
export interface Claim {
  readonly pid: number;
  /** The owner's door, and the word by which it is known: a process id alone may be somebody else's by now. */
  readonly door: string;
  readonly token: string;
  /** The owner has left in good order. */
  readonly closed: boolean;
}

/** The data folder is ours, until released. */
export interface OwnedClaim {
  release(): void;
}

const FOLDER = 'owners';

/**
 * Claims a data folder, or gives the claim of its living owner. Claims are numbered: a dead or closed one is followed
 * by the next number, which only one process can create, so that no two ever take over from the same one. The highest
 * stays for ever.
 */
export async function claimFolder(
  dataDir: string,
  claim: Omit<Claim, 'closed'>,
  isAlive: (claim: Claim) => Promise<boolean>,
): Promise<{ readonly owned: OwnedClaim } | { readonly owner: Claim }> {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true });
  const fileOf = (number: number): string => join(folder, `${number}.json`);
  for (;;) {
    const highest = numbersIn(folder).at(-1) ?? 0;
    const current = highest > 0 ? readClaim(fileOf(highest)) : null;
    if (current && !current.closed && (await isAlive(current))) return { owner: current };

    const mine = highest + 1;
    const own: Claim = { ...claim, closed: false };
    if (!create(fileOf(mine), own)) continue;
    // Somebody may have been a step ahead all along: the highest number owns the folder.
    if (numbersIn(folder).at(-1) !== mine) {
      rmSync(fileOf(mine), { force: true });
      continue;
    }
    for (const number of numbersIn(folder)) if (number < mine) rmSync(fileOf(number), { force: true });
    return {
      owned: {
        release() {
          const file = fileOf(mine);
          writeFileSync(`${file}.new`, JSON.stringify({ ...own, closed: true }));
          renameSync(`${file}.new`, file);
        },
      },
    };
  }
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .toSorted((a, b) => a - b);
}

/** A claim; null where it has just been followed by another. */
function readClaim(file: string): Claim | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Claim;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A link appears with its content, which a file that is created and then written doesn't. */
function create(file: string, claim: Claim): boolean {
  const written = `${file}.${claim.token}`;
  writeFileSync(written, JSON.stringify(claim));
  try {
    linkSync(written, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(written);
  }
}
