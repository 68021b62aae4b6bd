import { ReleaseShrinksError, TooManyQuarantinedError } from '../../model/errors.ts';
import type { Gate, RowCounts } from '../../model/runs/reports.ts';

/** Files with fewer rows are too small for a share to mean anything. */
const MIN_ROWS = 100;
const MAX_QUARANTINED_SHARE = 0.05;
const MAX_SHRINKING_SHARE = 0.1;

/** Whether too many rows of a file were quarantined to trust the rest. */
export function quarantineGate(file: string, { read, quarantined }: RowCounts): Gate {
  const value = read < MIN_ROWS ? 0 : quarantined / read;
  return {
    gate: 'quarantined_share',
    file,
    value,
    limit: MAX_QUARANTINED_SHARE,
    passed: value <= MAX_QUARANTINED_SHARE,
  };
}

/** Whether the release would lose too many movies: as a share of the live one, which may be none. */
export function shrinkGate(currentMovies: number, liveMovies: number | null): Gate {
  const value = liveMovies ? Math.max(0, 1 - currentMovies / liveMovies) : 0;
  return {
    gate: 'release_shrinks',
    file: null,
    value,
    limit: MAX_SHRINKING_SHARE,
    passed: value <= MAX_SHRINKING_SHARE,
  };
}

/** @throws TooManyQuarantinedError, ReleaseShrinksError for the first gate that did not let the run pass */
export function enforceGates(gates: readonly Gate[]): void {
  const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
  for (const { gate, file, value, limit, passed } of gates) {
    if (passed) continue;
    const advice = 'nothing was committed; look into it, and run again with "force" if it is right.';
    if (gate === 'quarantined_share') {
      throw new TooManyQuarantinedError(
        `${percent(value)} of the rows of ${file} were quarantined, more than ${percent(limit)}: ${advice}`,
      );
    }
    throw new ReleaseShrinksError(
      `The release would hold ${percent(value)} fewer movies than the live one, more than ${percent(limit)}: ${advice}`,
    );
  }
}
