import type { Trouble } from './rig.ts';
import type { Service } from './service.ts';

/** Where a step crashes, and how the run recovers. */
export interface Crash {
  readonly step: string;
  /** How many of its requests, over all of its items, are performed before the crash. */
  readonly after: number;
  /** The state machine retries the step, or the execution is stopped and another one runs the month. */
  readonly recovery: 'retry' | 'another execution';
}

/** The step crashes after all of its work. */
export const AFTER_ALL_REQUESTS = Number.POSITIVE_INFINITY;

/** An error of Lambda itself, which the state machine retries. */
class ServiceFault extends Error {
  override readonly name = 'Lambda.AWSLambdaException';
}

/** Crashes a step as if its machine were switched off: from one request on, all of its requests are cut. */
export function crashing({ step: dying, after, recovery }: Crash, service: Service): Trouble {
  const drained = Promise.withResolvers<void>();
  let dead = false;
  let over = false;
  let running = 0;
  let requests = 0;

  function onEnd(): void {
    running -= 1;
    if (!dead || running > 0) return;
    over = recovery === 'another execution';
    drained.resolve();
  }

  return {
    decide() {
      if (running === 0 || over) return null;
      requests += 1;
      if (requests > after) dead = true;
      return dead ? 'cut_request' : null;
    },
    async intercept(step, call) {
      if (step !== dying || over) return call();
      if (dead) {
        // The next attempt runs on another machine, after all requests of the first have ended.
        await drained.promise;
        over = true;
        return call();
      }
      running += 1;
      let result: unknown;
      try {
        result = await call();
      } catch (error) {
        if (!dead) throw error;
      } finally {
        onEnd();
      }
      if (!dead) {
        if (after !== AFTER_ALL_REQUESTS) return result;
        over = true;
      }
      if (recovery === 'another execution') void service.stopExecutions();
      throw new ServiceFault('The machine was switched off.');
    },
  };
}

/** Several crashes in one run, each in another step. */
export function crashingAll(crashes: readonly Crash[], service: Service): Trouble {
  const troubles = crashes.map((crash) => crashing(crash, service));
  return {
    decide: (request) =>
      troubles.map(({ decide }) => decide!(request)).find((fault) => fault !== null) ?? null,
    intercept: (step, call) =>
      troubles.reduceRight<() => Promise<unknown>>(
        (inner, { intercept }) =>
          () =>
            intercept!(step, inner),
        call,
      )(),
  };
}
