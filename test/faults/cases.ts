import { AFTER_ALL_REQUESTS, type Crash, crashing } from './crash.ts';
import type { Rig, Scenario, Trouble } from './rig.ts';
import { createSchedule } from './schedule.ts';

/** One disturbed run. */
export interface Case {
  readonly name: string;
  readonly scenario: Scenario;
  readonly trouble: () => Trouble;
}

/** Schedules for this many seeds, cycling through the scenarios. */
export function* scheduleCases({ scenarios }: Rig, firstSeed: number, count: number): Generator<Case> {
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const { description, decide } = createSchedule(seed);
    yield {
      name: `seed ${seed}, ${description}`,
      scenario: scenarios[seed % scenarios.length]!,
      trouble: () => ({ decide }),
    };
  }
}

/** Crashes of every step before each of its requests and after the last one, with both ways of recovery. */
export function* crashCases(rig: Rig): Generator<Case> {
  for (const [step, count] of rig.scenarios[0]!.requests) {
    const requests = Array.from({ length: count }, (_, after) => after);
    for (const after of [...requests, AFTER_ALL_REQUESTS]) {
      for (const recovery of ['retry', 'another execution'] as const)
        yield crashCase(rig, { step, after, recovery });
    }
  }
}

function crashCase(rig: Rig, crash: Crash): Case {
  const { step, after, recovery } = crash;
  const when = after === AFTER_ALL_REQUESTS ? 'after all requests' : `after ${after} requests`;
  return {
    name: `${step} crashes ${when}, then ${recovery}`,
    scenario: rig.scenarios[0]!,
    trouble: () => crashing(crash, rig.service),
  };
}
