import { type Crash, crashing, ONLY_THE_ANSWER } from './crash.ts';
import type { Rig, Scenario, Trouble } from './rig.ts';
import { createSchedule } from './schedule.ts';

/** One run that something happens to. */
export interface Case {
  readonly name: string;
  readonly scenario: Scenario;
  readonly trouble: () => Trouble;
}

/** Schedules of this many seeds, the scenarios in turn. */
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

/** Every step, dying before each of its requests and after the last one, retried and taken over. */
export function* crashCases(rig: Rig): Generator<Case> {
  for (const [step, count] of rig.scenarios[0]!.requests) {
    const requests = Array.from({ length: count }, (_, after) => after);
    for (const after of [...requests, ONLY_THE_ANSWER]) {
      for (const mend of ['retry', 'another execution'] as const) yield crashCase(rig, { step, after, mend });
    }
  }
}

function crashCase(rig: Rig, crash: Crash): Case {
  const { step, after, mend } = crash;
  const where = after === ONLY_THE_ANSWER ? 'having done all' : `after ${after} requests`;
  return {
    name: `${step} dies ${where}, then ${mend}`,
    scenario: rig.scenarios[0]!,
    trouble: () => crashing(crash, rig.service),
  };
}
