import type { Trouble } from './rig.ts';
import type { Service } from './service.ts';

/** Where a step dies, and what goes on afterwards. */
export interface Crash {
  readonly step: string;
  /** How many of its requests are still performed, over all of its items. */
  readonly after: number;
  /** The state machine tries the step again; or the execution is stopped, and another one takes the month over. */
  readonly mend: 'retry' | 'another execution';
}

/** The step has done all of its work when it dies. */
export const ONLY_THE_ANSWER = Number.POSITIVE_INFINITY;

/** What Lambda's faults are called that the state machine retries. */
class ServiceFault extends Error {
  override readonly name = 'Lambda.AWSLambdaException';
}

/** Lets a step die as if its machine had been switched off: from one request on nothing of it gets through any more. */
export function crashing({ step: dying, after, mend }: Crash, service: Service): Trouble {
  const drained = Promise.withResolvers<void>();
  let dead = false;
  let over = false;
  let running = 0;
  let requests = 0;

  function left(): void {
    running -= 1;
    if (!dead || running > 0) return;
    over = mend === 'another execution';
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
        // The next attempt comes to another machine, when nothing of the first is left.
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
        left();
      }
      if (!dead) {
        if (after !== ONLY_THE_ANSWER) return result;
        over = true;
      }
      if (mend === 'another execution') void service.stopExecutions();
      throw new ServiceFault('The machine was switched off.');
    },
  };
}

/** Several crashes in one run, each of another step. */
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
