import { OptionsError } from '../shared/options.ts';

/** A backfill's id: the reason of each of its runs begins with it. */
export type BackfillId = string;

const ID = /^backfill-(\d{8}T\d{6}Z)-[0-9a-f]{8}$/;

/** A new backfill's id: `backfill-20261001T060000Z-0a1b2c3d`. `digits` are eight random hexadecimal digits. */
export function newBackfillId(now: Date, digits: string): BackfillId {
  return `backfill-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${digits}`;
}

/** Parses the option `--resume`. @throws OptionsError if it is not a backfill's id */
export function readBackfillId(option: string): BackfillId {
  if (ID.test(option)) return option;
  throw new OptionsError(
    `--resume is "${option}", but must be the id that a backfill printed at its start, such as backfill-20261001T060000Z-0a1b2c3d.`,
  );
}

/** The assumed maximum error of an operator's clock, in ms. */
const CLOCK_MS = 24 * 3_600_000;

/** Returns a run id that is lower than the ids of all runs of the backfill. */
export function earliestRunId(id: BackfillId): string {
  const [, time = ''] = ID.exec(id)!;
  const [, ...parts] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(time)!.map(Number);
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const begun = Date.UTC(year, month - 1, day, hour, minute, second) - CLOCK_MS;
  return new Date(begun).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

/** Builds the reason of a run of a backfill: the backfill's id, the run's position, and the operator's reason. */
export function backfillReason(id: BackfillId, place: string, reason: string | null): string {
  return `${id} ${place}${reason === null ? '' : `: ${reason}`}`;
}

/** Whether a run with this reason belongs to the backfill. */
export const isOfBackfill = (reason: string | null | undefined, id: BackfillId): boolean =>
  reason?.startsWith(`${id} `) === true;
