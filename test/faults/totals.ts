import type { FaultKind } from './proxy.ts';
import type { Survival } from './rig.ts';

/** The totals of all runs. */
export interface Result {
  readonly runs: number;
  readonly survived: number;
  readonly survived_at_once: number;
  readonly survived_after_repeat: number;
  /** Names of the runs that ended in a wrong state or whose readers saw a mixture of releases. */
  readonly failed: readonly string[];
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly reads: number;
  readonly mixtures: number;
  readonly seconds: number;
}

/** Sums up the results of runs. */
export function createTotals() {
  const failed: string[] = [];
  const sums = { runs: 0, atOnce: 0, afterRepeat: 0, reads: 0, mixtures: 0 };
  return {
    add(name: string, { wrong, atOnce, reads, mixtures }: Survival): void {
      sums.runs += 1;
      sums.reads += reads;
      sums.mixtures += mixtures.length;
      if (wrong.length > 0 || mixtures.length > 0) failed.push(name);
      else if (atOnce) sums.atOnce += 1;
      else sums.afterRepeat += 1;
    },
    result(faults: Result['faults'], seconds: number): Result {
      return {
        runs: sums.runs,
        survived: sums.atOnce + sums.afterRepeat,
        survived_at_once: sums.atOnce,
        survived_after_repeat: sums.afterRepeat,
        failed,
        faults,
        reads: sums.reads,
        mixtures: sums.mixtures,
        seconds: Math.round(seconds),
      };
    },
    lines: (result: Result): string[] => [
      `${result.survived} of ${result.runs} runs survived: ${result.survived_at_once} at once, ${result.survived_after_repeat} after a repeat (${result.seconds} s).`,
      `Faults: ${Object.entries(result.faults)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}.`,
      `${result.reads} reads while releases were published, ${result.mixtures} mixtures.`,
      ...(result.failed.length > 0 ? [`Not survived: ${result.failed.join(', ')}.`] : []),
    ],
  };
}
