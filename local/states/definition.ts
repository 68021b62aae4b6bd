import { InvalidTemplateError } from '../template/errors.ts';

/** The state machine uses something of the States Language that the local interpreter doesn't have. */
export class UnsupportedStateError extends Error {
  override readonly name = 'UnsupportedStateError';
}

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A state as the definition has it. */
export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly ItemProcessor?: Processor;
  readonly Iterator?: Processor;
  readonly Branches?: readonly Processor[];
  readonly [field: string]: unknown;
}

/** A state machine, or the one within a Map or Parallel. */
export interface Processor {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly [field: string]: unknown;
}

/** A task of the definition and the function that it calls. */
export interface TaskOf {
  readonly state: string;
  readonly resource: string;
  /** The Maps that it is in, outermost first. */
  readonly maps: readonly string[];
}

/** A definition as the interpreter takes it. */
export interface Definition {
  readonly machine: Processor;
  readonly tasks: readonly TaskOf[];
}

/**
 * The interpreter puts its own clock's `StartTime` and, within a Map, the item's `Input` into `$$.Execution`.
 * The definition therefore reads the execution from a place of the context object that it leaves alone.
 */
export const EXECUTION_CONTEXT = 'TheExecution';

/** Fields of a state machine, and of the states by their type, that the interpreter honours or may ignore. */
const MACHINE_FIELDS = ['Comment', 'StartAt', 'States', 'TimeoutSeconds', 'Version', 'ProcessorConfig'];
const COMMON = ['Type', 'Comment', 'InputPath', 'OutputPath'];
const FLOW = ['Next', 'End'];
const RECOVERY = ['Retry', 'Catch'];
const RESULT = ['ResultPath', 'ResultSelector'];
const STATE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [
    ...COMMON,
    ...FLOW,
    ...RECOVERY,
    ...RESULT,
    'Parameters',
    'Resource',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
  ],
  Map: [
    ...COMMON,
    ...FLOW,
    ...RECOVERY,
    ...RESULT,
    'ItemProcessor',
    'ItemSelector',
    'ItemsPath',
    'Iterator',
    'Label',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'Parameters',
  ],
  Parallel: [...COMMON, ...FLOW, ...RECOVERY, ...RESULT, 'Branches', 'Parameters'],
  Pass: [...COMMON, ...FLOW, 'Parameters', 'Result', 'ResultPath'],
  Wait: [...COMMON, ...FLOW, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Choice: [...COMMON, 'Choices', 'Default'],
  Succeed: COMMON,
  Fail: [...COMMON, 'Cause', 'CausePath', 'Error', 'ErrorPath'],
};

/** Step Functions' default: 99999999 seconds; this one is the longest that a timer of Node.js can have. */
const NO_TIMEOUT_SECONDS = 2_000_000;

/**
 * Reads a definition for the interpreter.
 * @throws UnsupportedStateError naming the state and what of it cannot be run here
 */
export function readDefinition(text: string): Definition {
  let parsed: Processor;
  try {
    parsed = JSON.parse(text) as Processor;
  } catch (error) {
    throw new InvalidTemplateError(`The state machine's definition is no JSON: ${(error as Error).message}.`);
  }
  const tasks: TaskOf[] = [];
  const machine = readProcessor(parsed, { place: 'The state machine', maps: [], distributed: false, tasks });
  const names = tasks.map(({ state }) => state);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UnsupportedStateError(
      `Two tasks are called "${twice}"; the local interpreter tells them by name.`,
    );
  }
  return { machine, tasks };
}

interface Place {
  readonly place: string;
  readonly maps: readonly string[];
  readonly distributed: boolean;
  readonly tasks: TaskOf[];
}

function readProcessor(processor: Processor, at: Place): Processor {
  if (processor.QueryLanguage !== undefined && processor.QueryLanguage !== 'JSONPath') {
    throw new UnsupportedStateError(
      `${at.place} is written in ${processor.QueryLanguage}; only JSONPath is run here.`,
    );
  }
  refuseUnknown(processor, [...MACHINE_FIELDS, 'QueryLanguage'], at.place);
  const states = Object.entries(processor.States).map(([name, state]) => [name, readState(name, state, at)]);
  return { ...processor, States: Object.fromEntries(states) };
}

function readState(name: string, state: State, at: Place): State {
  const place = `The state "${name}"`;
  const fields = STATE_FIELDS[state.Type];
  if (!fields)
    throw new UnsupportedStateError(`${place} is of the type ${state.Type}, which is not run here.`);
  if (state.QueryLanguage === 'JSONata') {
    throw new UnsupportedStateError(`${place} is written in JSONata; only JSONPath is run here.`);
  }
  refuseUnknown(state, [...fields, 'QueryLanguage'], place);
  refuseContext(state, place, at);
  const read = rewriteContext(state) as State;
  switch (state.Type) {
    case 'Task': {
      const resource = state.Resource ?? '';
      if (!/^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+$/.test(resource)) {
        throw new UnsupportedStateError(
          `${place} calls ${resource}; only Lambda functions by their ARN are run here.`,
        );
      }
      at.tasks.push({ state: name, resource, maps: at.maps });
      const bounded = state.TimeoutSeconds !== undefined || state.TimeoutSecondsPath !== undefined;
      return bounded ? read : { ...read, TimeoutSeconds: NO_TIMEOUT_SECONDS };
    }
    case 'Map': {
      const field = state.ItemProcessor ? 'ItemProcessor' : 'Iterator';
      const processor = state[field] as Processor;
      const { Mode: mode } = (processor.ProcessorConfig ?? {}) as { Mode?: string };
      const inner: Place = {
        ...at,
        place: `The items of "${name}"`,
        maps: [...at.maps, name],
        distributed: at.distributed || mode === 'DISTRIBUTED',
      };
      return { ...read, [field]: readProcessor(processor, inner) };
    }
    case 'Parallel':
      return { ...read, Branches: (state.Branches ?? []).map((branch) => readProcessor(branch, at)) };
    default:
      return read;
  }
}

function refuseUnknown(object: object, known: readonly string[], place: string): void {
  const unknown = Object.keys(object).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw new UnsupportedStateError(`${place} has ${unknown}, which the local interpreter doesn't have.`);
  }
}

/** What of the context object the interpreter couldn't give as AWS would. */
function refuseContext(state: State, place: string, { maps, distributed }: Place): void {
  // The fields of the states within are looked at with these.
  const { ItemProcessor: _, Iterator: __, Branches: ___, ...own } = state;
  const used = new Set(JSON.stringify(own).match(/\$\$\.\w+/g));
  const inSelector = state.ItemSelector !== undefined || state.Type === 'Map';
  for (const path of used) {
    const why =
      path === '$$.Execution' && distributed
        ? 'in a distributed Map that is the execution of one item, and items have none here'
        : path === '$$.Map' && !inSelector && maps.length > 0
          ? "the local interpreter knows it only in the Map's ItemSelector"
          : path !== '$$.Execution' && path !== '$$.Map' && path !== '$$.StateMachine'
            ? "the local interpreter doesn't have it"
            : undefined;
    if (why) throw new UnsupportedStateError(`${place} uses ${path}: ${why}.`);
  }
}

/** Lets every path to `$$.Execution` lead to {@link EXECUTION_CONTEXT}. */
function rewriteContext(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const isPath = key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
    return isPath ? value.replaceAll(/\$\$\.Execution\b/g, `$$$$.${EXECUTION_CONTEXT}`) : value;
  }
  if (Array.isArray(value)) return value.map((item) => rewriteContext(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewriteContext(item, name)]));
}
