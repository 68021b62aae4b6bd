import { InvalidTemplateError } from '../template/errors.ts';

/** The state machine uses a part of the States Language that the local interpreter does not support. */
export class UnsupportedStateError extends Error {
  override readonly name = 'UnsupportedStateError';
}

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A state of the definition. */
export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly ItemProcessor?: Processor;
  readonly Iterator?: Processor;
  readonly Branches?: readonly Processor[];
  readonly [field: string]: unknown;
}

/** A state machine, or the processor of a Map or a branch of a Parallel. */
export interface Processor {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly [field: string]: unknown;
}

/** A task of the definition and the function that it calls. */
export interface TaskOf {
  readonly state: string;
  readonly resource: string;
  /** The enclosing Maps, outermost first. */
  readonly maps: readonly string[];
}

/** A definition for the interpreter. */
export interface Definition {
  readonly machine: Processor;
  readonly tasks: readonly TaskOf[];
}

/**
 * The interpreter overwrites `$$.Execution` with its own `StartTime` and, within a Map, with the item as `Input`. Therefore
 * paths to `$$.Execution` are rewritten to this field of the context object.
 */
export const EXECUTION_CONTEXT = 'TheExecution';

/** The supported fields of a state machine and of each type of state. */
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

/** Default time-out of a task. Step Functions' default of 99999999 seconds exceeds the maximum of a Node.js timer. */
const NO_TIMEOUT_SECONDS = 2_000_000;

/**
 * Reads a definition for the interpreter.
 * @throws UnsupportedStateError naming the state and its unsupported part
 */
export function readDefinition(text: string): Definition {
  let parsed: Processor;
  try {
    parsed = JSON.parse(text) as Processor;
  } catch (error) {
    throw new InvalidTemplateError(
      `The state machine's definition is not valid JSON: ${(error as Error).message}.`,
    );
  }
  const tasks: TaskOf[] = [];
  const machine = readProcessor(parsed, { place: 'The state machine', maps: [], distributed: false, tasks });
  const names = tasks.map(({ state }) => state);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UnsupportedStateError(
      `Two tasks have the name "${twice}"; the local interpreter requires unique names.`,
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
      `${at.place} uses the query language ${processor.QueryLanguage}; only JSONPath is supported.`,
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
    throw new UnsupportedStateError(`${place} has the type ${state.Type}, which is not supported.`);
  if (state.QueryLanguage === 'JSONata') {
    throw new UnsupportedStateError(`${place} uses the query language JSONata; only JSONPath is supported.`);
  }
  refuseUnknown(state, [...fields, 'QueryLanguage'], place);
  refuseContext(state, place, at);
  const read = rewriteContext(state) as State;
  switch (state.Type) {
    case 'Task': {
      const resource = state.Resource ?? '';
      if (!/^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+$/.test(resource)) {
        throw new UnsupportedStateError(
          `${place} calls ${resource}; only Lambda functions by ARN are supported.`,
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
    throw new UnsupportedStateError(`${place} has ${unknown}, which the local interpreter does not support.`);
  }
}

/** Refuses fields of the context object whose local value would differ from AWS. */
function refuseContext(state: State, place: string, { maps, distributed }: Place): void {
  // Nested states are checked separately.
  const { ItemProcessor: _, Iterator: __, Branches: ___, ...own } = state;
  const used = new Set(JSON.stringify(own).match(/\$\$\.\w+/g));
  const inSelector = state.ItemSelector !== undefined || state.Type === 'Map';
  for (const path of used) {
    const why =
      path === '$$.Execution' && distributed
        ? 'in a distributed Map this is the execution of one item, which does not exist locally'
        : path === '$$.Map' && !inSelector && maps.length > 0
          ? "the local interpreter supports it only in the Map's ItemSelector"
          : path !== '$$.Execution' && path !== '$$.Map' && path !== '$$.StateMachine'
            ? 'the local interpreter does not support it'
            : undefined;
    if (why) throw new UnsupportedStateError(`${place} uses ${path}: ${why}.`);
  }
}

/** Rewrites every path to `$$.Execution` to {@link EXECUTION_CONTEXT}. */
function rewriteContext(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const isPath = key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
    return isPath ? value.replaceAll(/\$\$\.Execution\b/g, `$$$$.${EXECUTION_CONTEXT}`) : value;
  }
  if (Array.isArray(value)) return value.map((item) => rewriteContext(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewriteContext(item, name)]));
}
