import { createRandom } from '../../fixtures/generator/random.ts';
import { type Decide, FAULT_KINDS, type FaultKind } from './proxy.ts';

/** The faults of one run: the same seed makes the same decisions, in the order of the requests. */
export interface Schedule {
  readonly seed: number;
  /** A description for reports. */
  readonly description: string;
  readonly decide: Decide;
}

/** A random stream separate from those of the generated movies. */
const STREAM = 900;
/** The share of requests with a fault. */
const RATES = [0.005, 0.02, 0.05, 0.1, 0.2] as const;
/** The range of an outage's first request, and its length in requests. */
const OUTAGE_WITHIN = 500;
const OUTAGE_LENGTH = 80;
/** Faults that end only with the client's time-out: rare, so that a thousand schedules take a reasonable time. */
const SLOW: readonly FaultKind[] = ['silence', 'silent_answer', 'stalled_download'];
const SLOW_SHARE = 0.1;
const SLOW_RATE = 0.02;
const SLOW_OUTAGE_LENGTH = 8;

/** Single faults or an outage, of one kind or of any kind. */
export function createSchedule(seed: number): Schedule {
  const random = createRandom(seed);
  random.reseed(STREAM, 0);
  const outage = random.chance(0.25);
  const only = random.chance(0.4) ? random.pick(FAULT_KINDS) : null;
  const slow = only !== null && SLOW.includes(only);
  const rate = slow ? SLOW_RATE : random.pick(RATES);
  const first = random.below(OUTAGE_WITHIN);
  const length = 1 + random.below(slow ? SLOW_OUTAGE_LENGTH : OUTAGE_LENGTH);
  let request = 0;
  return {
    seed,
    description: `${outage ? `requests ${first} to ${first + length - 1}` : `${rate * 100} % of requests`}: ${only ?? 'any fault'}`,
    decide() {
      request += 1;
      random.reseed(STREAM, request);
      if (outage ? request < first || request >= first + length : !random.chance(rate)) return null;
      return only ?? random.pick(random.chance(SLOW_SHARE) ? SLOW : QUICK);
    },
  };
}

const QUICK = FAULT_KINDS.filter((kind) => !SLOW.includes(kind));
