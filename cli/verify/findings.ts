/** The kinds of checks, in the order of the report. */
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

/** An object that differs from its record. */
export interface Difference {
  readonly check: Check;
  /** The object, or its folder. */
  readonly key: string;
  readonly expected: string;
  readonly found: string;
  /** The recommended action, as a sentence. */
  readonly advice: string;
}

/** The result of a verification. */
export interface Verification {
  readonly ok: boolean;
  /** Whether the bodies of objects were read. */
  readonly whole: boolean;
  /** The number of checked objects by kind. */
  readonly checked: Readonly<Record<Check, number>>;
  /** The first differences. */
  readonly differences: readonly Difference[];
  /** The number of further differences. */
  readonly more: number;
  /** Remarks that are not differences. */
  readonly notes: readonly string[];
}

/** The maximum number of listed differences. A lost folder would otherwise list hundreds of thousands. */
const MAX_DIFFERENCES = 1_000;

/** Collects the findings of checks. */
export interface Findings {
  /** Counts checked objects. */
  checked(check: Check, count?: number): void;
  differs(difference: Difference): void;
  note(sentence: string): void;
  result(whole: boolean): Verification;
}

/** Creates an empty collection. */
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
      if (differences.length < MAX_DIFFERENCES) differences.push(difference);
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

/** Options of all checks. */
export interface VerifyOptions {
  readonly findings: Findings;
  /** Whether to read no bodies. */
  readonly quick: boolean;
  /** The option that names the stack in advised commands. */
  readonly target: string;
}

/** The command that runs a month again. */
export const runAgain = (month: string, from: string, { target }: Pick<VerifyOptions, 'target'>): string =>
  `npm run month -- --month ${month} --from ${from}${target}`;
