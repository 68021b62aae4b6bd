import { ReleaseShrinksError, TooManyQuarantinedError } from '../../model/errors.ts';
import type { Gate, RowCounts } from '../../model/runs/reports.ts';

/** For a file with fewer rows, the quarantined share is reported but not checked against the limit. */
const MIN_ROWS = 100;
const MAX_QUARANTINED_SHARE = 0.05;
const MAX_SHRINKING_SHARE = 0.1;

/** Fails if too many rows of a file were quarantined, or if it has rows and none was accepted. */
export function quarantineGate(file: string, { read, accepted, quarantined }: RowCounts): Gate {
  const value = read === 0 ? 0 : quarantined / read;
  const noneAccepted = read > 0 && accepted === 0;
  const checked = read >= MIN_ROWS || noneAccepted;
  return {
    gate: 'quarantined_share',
    file,
    value,
    limit: MAX_QUARANTINED_SHARE,
    checked,
    passed: !checked || value <= MAX_QUARANTINED_SHARE,
  };
}

/** Fails if the release would lose too many movies; the value is a share of the live release's movies. */
export function shrinkGate(currentMovies: number, liveMovies: number | null): Gate {
  const value = liveMovies ? Math.max(0, 1 - currentMovies / liveMovies) : 0;
  return {
    gate: 'release_shrinks',
    file: null,
    value,
    limit: MAX_SHRINKING_SHARE,
    checked: true,
    passed: value <= MAX_SHRINKING_SHARE,
  };
}

/** @throws TooManyQuarantinedError, ReleaseShrinksError for the first gate that failed */
export function enforceGates(gates: readonly Gate[]): void {
  const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
  for (const { gate, file, value, limit, passed } of gates) {
    if (passed) continue;
    const advice = 'nothing was committed; look into it, and run again with "force" if it is right.';
    if (gate === 'quarantined_share') {
      throw new TooManyQuarantinedError(
        value === 1
          ? `No row of ${file} was accepted: ${advice}`
          : `${percent(value)} of the rows of ${file} were quarantined, more than ${percent(limit)}: ${advice}`,
      );
    }
    throw new ReleaseShrinksError(
      `The release would hold ${percent(value)} fewer movies than the live one, more than ${percent(limit)}: ${advice}`,
    );
  }
}
