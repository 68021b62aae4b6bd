import type { LambdaRunner } from '../lambda/runner.ts';
import { InvalidTemplateError, UnsupportedPropertyError } from '../template/errors.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../template/ids.ts';
import type { Resource, Template } from '../template/template.ts';
import type { ExecutionRecord } from './journal.ts';

/** An event as EventBridge delivers it to targets. */
export interface EventBridgeEvent {
  readonly version: '0';
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Rule {
  readonly pattern: Pattern;
  readonly targets: readonly string[];
}

type Pattern = { readonly [field: string]: Pattern | readonly (string | number | boolean | null)[] };

/** Delivers an event to the targets of every matching rule. */
export type EventBus = (event: EventBridgeEvent) => Promise<void>;

/** Lambda's attempts for an asynchronous invocation. */
const ATTEMPTS = 3;

/**
 * Creates an event bus with the template's rules.
 * @throws UnsupportedPropertyError for patterns other than exact values and for targets other than functions
 */
export function createEventBus(template: Template, runner: LambdaRunner): EventBus {
  const rules = template.of('AWS::Events::Rule').flatMap(ruleOf);
  const functions = new Set(template.of('AWS::Lambda::Function').map(({ arn }) => arn));
  for (const target of rules.flatMap(({ targets }) => targets)) {
    if (!functions.has(target))
      throw new InvalidTemplateError(
        `A rule's target is ${target}, which is not a function of the template.`,
      );
  }
  return async (event) => {
    for (const { targets } of rules.filter(({ pattern }) => matches(pattern, event))) {
      for (const target of targets) await deliver(runner, target, event);
    }
  };
}

async function deliver(runner: LambdaRunner, target: string, event: EventBridgeEvent): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runner.invoke(target, event);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function ruleOf(resource: Resource): Rule[] {
  const { logicalId, type, properties } = resource;
  const { EventPattern, State, Targets } = properties as {
    EventPattern?: Pattern;
    State?: string;
    Targets?: readonly Record<string, unknown>[];
  };
  if (State === 'DISABLED' || EventPattern === undefined) return [];
  refuseOperators(EventPattern, resource);
  const targets = (Targets ?? []).map((target) => {
    const unknown = Object.keys(target).find(
      (name) => !['Arn', 'Id', 'RetryPolicy', 'DeadLetterConfig', 'RoleArn'].includes(name),
    );
    if (unknown !== undefined)
      throw new UnsupportedPropertyError(logicalId, type, `a target with ${unknown}`);
    return target.Arn as string;
  });
  return [{ pattern: EventPattern, targets }];
}

function refuseOperators(pattern: Pattern, { logicalId, type }: Resource): void {
  for (const [field, expected] of Object.entries(pattern)) {
    if (!Array.isArray(expected)) refuseOperators(expected as Pattern, { logicalId, type } as Resource);
    else if (field.startsWith('$') || expected.some((value) => typeof value === 'object' && value !== null)) {
      throw new UnsupportedPropertyError(
        logicalId,
        type,
        `an operator in the pattern of ${field}`,
        'only exact values are supported',
      );
    }
  }
}

/** "For a pattern to match an event, the event must contain all the field names and values listed in it." */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    const actual = (event as Record<string, unknown> | null)?.[field];
    if (!Array.isArray(expected)) return matches(expected as Pattern, actual);
    const values = Array.isArray(actual) ? actual : [actual];
    return values.some((value) => expected.includes(value));
  });
}

/** The event "Step Functions Execution Status Change", which Step Functions sends at the start and the end of an execution. */
export function statusChange(record: ExecutionRecord, now: Date, id: string): EventBridgeEvent {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input, output, error, cause } =
    record;
  return {
    version: '0',
    id,
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    account: LOCAL_ACCOUNT,
    time: now.toISOString(),
    region: LOCAL_REGION,
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate,
      stopDate,
      input,
      output,
      error,
      cause,
      inputDetails: { included: true },
      outputDetails: output === null ? null : { included: true },
    },
  };
}
