import { OptionsError } from '../shared/options.ts';

/** A backfill's id, by which its runs are known: it begins the reason of each. */
export type BackfillId = string;

const ID = /^backfill-(\d{8}T\d{6}Z)-[0-9a-f]{8}$/;

/** A new backfill's id: `backfill-20261001T060000Z-0a1b2c3d`. `digits` are eight random ones, hexadecimal. */
export function newBackfillId(now: Date, digits: string): BackfillId {
  return `backfill-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${digits}`;
}

/** @throws OptionsError where it is none */
export function readBackfillId(option: string): BackfillId {
  if (ID.test(option)) return option;
  throw new OptionsError(
    `--resume is "${option}", but must be what a backfill printed when it began, such as backfill-20261001T060000Z-0a1b2c3d.`,
  );
}

/** Clocks of operators may be wrong by as much. */
const CLOCK_MS = 24 * 3_600_000;

/** What the ids of this backfill's runs are all after. */
export function earliestRunId(id: BackfillId): string {
  const [, time = ''] = ID.exec(id)!;
  const [, ...parts] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(time)!.map(Number);
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const begun = Date.UTC(year, month - 1, day, hour, minute, second) - CLOCK_MS;
  return new Date(begun).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

/** The reason of a run of a backfill: whose it is, which of how many, and why. */
export function backfillReason(id: BackfillId, place: string, reason: string | null): string {
  return `${id} ${place}${reason === null ? '' : `: ${reason}`}`;
}

/** Whether a run's reason says that it is one of this backfill. */
export const isOfBackfill = (reason: string | null | undefined, id: BackfillId): boolean =>
  reason?.startsWith(`${id} `) === true;
