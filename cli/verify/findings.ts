/** What is looked at, in this order. */
export const CHECKS = [
  'commit',
  'report',
  'raw copy',
  'part',
  'quarantine',
  'manifest',
  'release',
  'document',
  'download',
  'lock',
  'stage',
] as const;
export type Check = (typeof CHECKS)[number];

/** Something that is not as it was recorded. */
export interface Difference {
  readonly check: Check;
  /** The object that is wrong, or its folder. */
  readonly key: string;
  readonly expected: string;
  readonly found: string;
  /** What to do about it: a sentence. */
  readonly advice: string;
}

/** What a verification found. */
export interface Verification {
  readonly ok: boolean;
  /** False where bodies were not read. */
  readonly whole: boolean;
  /** How many of each were looked at. */
  readonly checked: Readonly<Record<Check, number>>;
  /** The first of them. */
  readonly differences: readonly Difference[];
  /** How many more there are. */
  readonly more: number;
  /** What isn't wrong, but should be known. */
  readonly notes: readonly string[];
}

/** So many differences are told: a lost folder of documents would be hundreds of thousands. */
const MOST = 1_000;

/** Gathers what checks find. */
export interface Findings {
  /** Notes that this many things of a kind were looked at. */
  checked(check: Check, count?: number): void;
  differs(difference: Difference): void;
  note(sentence: string): void;
  result(whole: boolean): Verification;
}

/** Begins with nothing found. */
export function createFindings(): Findings {
  const checked = Object.fromEntries(CHECKS.map((check) => [check, 0])) as Record<Check, number>;
  const differences: Difference[] = [];
  const notes: string[] = [];
  let more = 0;
  return {
    checked(check, count = 1) {
      checked[check] += count;
    },
    differs(difference) {
      if (differences.length < MOST) differences.push(difference);
      else more += 1;
    },
    note(sentence) {
      notes.push(sentence);
    },
    result: (whole) => ({
      ok: differences.length === 0,
      whole,
      checked: { ...checked },
      differences: differences.toSorted((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check)),
      more,
      notes,
    }),
  };
}

/** What checks are made with. */
export interface VerifyOptions {
  readonly findings: Findings;
  /** Whether bodies are left unread. */
  readonly quick: boolean;
  /** Stands at the end of every command that is advised: which stack it is for. */
  readonly target: string;
}

/** The advice to run a month again. */
export const runAgain = (month: string, from: string, { target }: Pick<VerifyOptions, 'target'>): string =>
  `npm run month -- --month ${month} --from ${from}${target}`;
