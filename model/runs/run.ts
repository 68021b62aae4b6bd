import { createHash } from 'node:crypto';
import { z } from 'zod';
import { withoutSecrets } from '../addresses.ts';
import { RunInputError } from '../errors.ts';
import { isMonth, type Month, monthOf } from '../months.ts';

/** Where a run starts: from its source, from the committed raw copy, or from the committed tables. */
export const RUN_STARTS = ['ingest', 'normalize', 'aggregate'] as const;
export type RunStart = (typeof RUN_STARTS)[number];

/** The state machine's input, which operators may enter in the console. All fields but `month` are optional. */
export const runInput = z.strictObject({
  month: z
    .string()
    .refine(isMonth, { error: 'must be a month from 2000-01 to 2099-12 such as "2026-10"' })
    .optional()
    .describe('The ingest month, YYYY-MM in UTC. The schedule passes scheduled_time instead.'),
  scheduled_time: z.iso
    .datetime({ offset: true })
    .optional()
    .describe("The schedule's own time; its UTC month is the ingest month."),
  source: z
    .string()
    .min(1)
    .optional()
    .describe('The URI of the drop; {yyyy} and {mm} are replaced by the month.'),
  from: z.enum(RUN_STARTS).default('ingest').describe('The first step.'),
  dry_run: z
    .boolean()
    .default(false)
    .describe(
      'true ends the run after the audit: it reports the result of a real run, and nothing is committed.',
    ),
  remove: z.boolean().default(false).describe('true removes the month, as if it had never been run.'),
  publish: z.boolean().optional().describe('false ends the run before it changes a slot.'),
  force: z
    .boolean()
    .default(false)
    .describe('Overrides the gates and the limit for months ahead; it is recorded.'),
  reason: z.string().optional().describe('Why this run was started, for the record.'),
});

/** A checked run input. */
export type RunRequest = {
  month: Month;
  /** Whether the schedule started the run, so that no operator waits for it. */
  scheduled: boolean;
  source: string | null;
  from: RunStart;
  dry_run: boolean;
  remove: boolean;
  publish: boolean;
  force: boolean;
  reason: string | null;
};

/**
 * Checks a run's input.
 * @throws RunInputError naming the field, its value and what it should be
 */
export function parseRunInput(input: unknown): RunRequest {
  const checked = parse('Run', runInput, input);
  const { month, scheduled_time, source, from, dry_run, remove, publish, force, reason } = checked;
  if (month === undefined && scheduled_time === undefined) {
    throw new RunInputError('Run input: month is missing; give one such as {"month": "2026-10"}.');
  }
  const contradiction = contradictionIn(checked);
  if (contradiction !== null) throw new RunInputError(`Run input: ${contradiction}; leave one of them out.`);
  return {
    month: month ?? monthOf(new Date(scheduled_time!)),
    scheduled: month === undefined,
    source: source ?? null,
    from,
    dry_run,
    remove,
    publish: publish ?? !dry_run,
    force,
    reason: reason ?? null,
  };
}

/** A contradiction between two fields, as a clause for the error message; null if there is none. */
function contradictionIn(input: z.output<typeof runInput>): string | null {
  const { month, source, from, dry_run, remove, publish } = input;
  const given = source === undefined ? '' : JSON.stringify(withoutSecrets(source));
  if (remove && source !== undefined) return `source is ${given}, but a removal reads no source`;
  if (remove && from !== 'ingest') return `from is "${from}", but a removal runs no steps from there`;
  if (remove && month === undefined) {
    return 'scheduled_time gives the month, but a removal requires "month"';
  }
  if (dry_run && from === 'aggregate') {
    return 'from is "aggregate", but a dry run ends after the audit, before the statistics';
  }
  if (dry_run && publish !== undefined) return `publish is ${publish}, but a dry run never publishes`;
  if (source !== undefined && from !== 'ingest') {
    return `source is ${given}, but a run from "${from}" reads the committed data of the month`;
  }
  return null;
}

/** The input of the rollback state machine. All fields are optional. */
export const rollbackInput = z.strictObject({
  to: z
    .string()
    .refine((id) => runStart(id) !== null, {
      error: 'must be the id of the run whose release is to be served, such as "20261001T060000Z-0a1b2c3d"',
    })
    .optional()
    .describe(
      'The run whose release is to be served, which makes the rollback repeatable; by default the previous release.',
    ),
  reason: z.string().optional().describe('Why the API is rolled back, for the record.'),
});

/** A checked rollback input. */
export interface RollbackRequest {
  readonly to: string | null;
  readonly reason: string | null;
}

/** Checks a rollback's input. @throws RunInputError as {@link parseRunInput} does */
export function parseRollbackInput(input: unknown): RollbackRequest {
  const { to, reason } = parse('Rollback', rollbackInput, input);
  return { to: to ?? null, reason: reason ?? null };
}

function parse<Schema extends z.ZodType>(what: string, schema: Schema, input: unknown): z.output<Schema> {
  if (input === null) {
    const example = what === 'Run' ? '{"month": "2026-10"}' : '{}';
    throw new RunInputError(`${what} input: the input is null; give a JSON object such as ${example}.`);
  }
  const parsed = schema.safeParse(withoutAddedKeys(input));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const place = issue.path.join('.') || 'the input';
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], input);
  throw new RunInputError(
    `${what} input: ${place} is ${cut(String(JSON.stringify(value)))}: ${cut(issue.message)}.`,
  );
}

/** The input without the keys that Step Functions adds when another state machine starts the execution. */
function withoutAddedKeys(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([key]) => !key.startsWith('AWS_STEP_FUNCTIONS_')));
}

/** The most characters that an error quotes of an input: Step Functions limits the size of a state's input and error together. */
const MAX_QUOTED = 300;

const cut = (text: string): string => (text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);

/** One execution of the state machine, from its context object. */
export interface Execution {
  /** The execution's ARN. */
  readonly execution_arn: string;
  /** When it started, ISO 8601. */
  readonly started_at: string;
}

/** A run's id: sortable by the run's start, and the same in every step that computes it. */
export function runIdOf({ execution_arn, started_at }: Execution): string {
  const instant = new Date(started_at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const digest = createHash('sha256').update(execution_arn).digest('hex').slice(0, 8);
  return `${instant}Z-${digest}`;
}

const RUN_ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{8}$/;

/** The start time in a run's id; null for a text that is not a run's id. */
export function runStart(runId: string): Date | null {
  const [, year, month, day, hour, minute, second] = RUN_ID.exec(runId) ?? [];
  const start = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(start.getTime()) ? null : start;
}

/** The byte range and first record of one record-aligned part of a raw copy. */
export interface RawPart {
  /** Byte offsets in the raw copy, `start` inclusive, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** `source_row` of the part's first record, from 1. */
  readonly first_row: number;
  /** The physical line on which the part begins; the header's is 1. */
  readonly first_line: number;
  /** The number of records in the part, blank ones included. */
  readonly rows: number;
}

/** The data that the state machine passes between steps; everything larger is in S3 under the run's id. */
export interface RunOrder extends Execution {
  readonly run_id: string;
  readonly month: Month;
  readonly from: RunStart;
  readonly publish: boolean;
}

/** One item of the distributed Map: a part of a file. */
export interface PartItem {
  readonly file: string;
  readonly part: number;
}
