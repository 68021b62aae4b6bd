import { availableParallelism } from 'node:os';

/** Settings as a person gives them; the CDK app judges them. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/**
 * What the local stack sets differently from cdk.json: the same template, other numbers. Each exists because it
 * bounds something that is not there on one machine: other readers, other accounts' quotas, functions that outlive
 * their execution.
 */
export const LOCAL_SETTINGS: GivenSettings = {
  // Nobody reads the slot that is about to be filled through a cache or a slow connection.
  drainSeconds: 0,
  lockRetrySeconds: 1,
  lockWaitSeconds: 3_600,
  // A stopped execution's functions are ended before anything else hears of it.
  lockGraceSeconds: 0,
  // More at once than there are cores only wait for each other.
  mapConcurrency: availableParallelism(),
  // Far above what one machine serves; the rule itself runs all the same.
  throttlingRate: 5_000,
  throttlingBurst: 5_000,
};
