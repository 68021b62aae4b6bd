import { z } from 'zod';
import { withoutSecrets } from '../../model/addresses.ts';
import { accessFields, checkAccess } from './access-settings.ts';
import { cronFault } from './cron.ts';
import { checkMonitoring, monitoringFields } from './monitoring-settings.ts';
import { sourceFault, sourceFields } from './source-settings.ts';

/** A setting that cannot be deployed. The message is one sentence: which setting, which value, and why. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The retention periods that CloudWatch Logs knows, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Lambda's bounds: memory in MB, `/tmp` in MB. */
const memory = (megabytes: number, purpose: string) =>
  z.int().min(128).max(10_240).default(megabytes).describe(`Memory of ${purpose}, in MB; it buys CPU, too.`);

/** A number of seconds that a Wait or Retry of the state machine can have: at most a day. */
const seconds = (value: number, description: string, least = 0) =>
  z.int().min(least).max(86_400).default(value).describe(description);

const fields = {
  ...sourceFields,
  schedule: z
    .string()
    .default('cron(0 6 1 * ? *)')
    .describe(
      'When a run starts by itself: a cron expression of EventBridge, in UTC. The UTC month of that time is the ingest month.',
    ),
  partBytes: z
    .int()
    .min(1_000)
    .max(64_000_000)
    .default(16_000_000)
    .describe(
      'Bytes of raw CSV that one normalize function reads; audit holds what becomes of two such parts.',
    ),
  maxFileBytes: z
    .int()
    .min(1_000_000)
    .default(10_000_000_000)
    .describe('Largest raw file that ingest is given, in bytes: what it can copy before its time-out.'),
  mapConcurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe('Files or parts worked on at once. A new account may run 10 functions at a time.'),
  smallMemoryMb: memory(512, 'the functions that read and write small documents'),
  streamMemoryMb: memory(1_769, 'the functions that stream rows or many documents (1,769 MB is one CPU)'),
  aggregateMemoryMb: memory(3_008, 'the functions that run the SQL (3,008 MB is a new account’s limit)'),
  engineEphemeralMb: z
    .int()
    .min(512)
    .max(10_240)
    .default(6_144)
    .describe(
      'Local disk of the functions with the SQL engine, in MB: tables, statistics and what the engine spills.',
    ),
  engineMaxBytes: z
    .int()
    .min(1_000_000)
    .default(2_000_000_000)
    .describe('Bytes of compressed tables that the embedded SQL engine is given at most.'),
  engineMemoryMb: z
    .int()
    .min(160)
    .default(1_500)
    .describe('Memory of the embedded SQL engine at most, in MB; it begins with 160.'),
  drainSeconds: seconds(
    300,
    'How long a slot that was live a moment ago is left alone before it is written.',
  ),
  lockRetrySeconds: seconds(60, 'How often a run looks whether the one before it has ended.', 1),
  lockWaitSeconds: seconds(3_600, 'How long a run waits for the one before it.'),
  lockGraceSeconds: seconds(
    900,
    'How long after an execution was stopped its lock may be taken over: the longest function time-out.',
  ),
  runTimeoutHours: z.int().min(1).max(168).default(24).describe('When a run is given up as a whole.'),
  databaseName: z
    .string()
    .regex(/^[a-z0-9_]{1,128}$/, { error: 'a database’s name has only a–z, digits and underscores' })
    .default('movie_statistics')
    .describe('The database in the Glue catalog; unique in its account and region.'),
  stageName: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,128}$/, { error: 'a stage’s name has only letters, digits and underscores' })
    .default('live')
    .describe("The API's stage: the first segment of its URL."),
  throttlingRate: z
    .number()
    .positive()
    .max(10_000)
    .default(10)
    .describe('API requests a second, sustained. It bounds the cost of a flood of requests (SECURITY.md).'),
  throttlingBurst: z.int().min(1).max(5_000).default(100).describe('API requests at once.'),
  compressionMinBytes: z
    .int()
    .min(0)
    .max(10_485_760)
    .default(0)
    .describe('API responses from this size on are compressed for clients that accept gzip.'),
  ...accessFields,
  ...monitoringFields,
  website: z
    .boolean()
    .default(true)
    .describe('Whether the website is deployed; its pages need an API that asks for nothing.'),
  accessLogs: z
    .enum(['off', 'account', 'create'])
    .default('off')
    .describe(
      "The API's access logs. They need a role that is one setting for the whole account and region: " +
        '"account" uses the one that is there, "create" sets one and leaves it when the stack is deleted.',
    ),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS, {
      error: `the retentions of CloudWatch are ${LOG_RETENTION_DAYS.join(', ')}`,
    })
    .default(90)
    .describe('How long logs are kept.'),
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO').describe('What the functions log.'),
  siteDomain: z
    .strictObject({
      name: z.string().regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
        error: 'it is no domain such as "movies.example.org"',
      }),
      certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, {
        error: 'it is no certificate of ACM in us-east-1, where CloudFront wants it',
      }),
    })
    .optional()
    .describe("The website's own domain, an alias of the distribution, with its certificate in us-east-1."),
  retainData: z
    .boolean()
    .default(true)
    .describe('Whether the bucket outlives the stack; where not, it is emptied and deleted with it.'),
  terminationProtection: z
    .boolean()
    .default(false)
    .describe('Whether the stack refuses to be deleted until somebody takes this back.'),
  deployRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, { error: 'it is no name of an IAM role' })
    .optional()
    .describe(
      'Name of the role that deploys from elsewhere (GitHub Actions): it is let settle and test what it has deployed.',
    ),
  rawArchiveDays: z
    .int()
    .min(0)
    .max(3_650)
    .default(0)
    .describe('Days until raw files that no table reads move to Glacier Instant Retrieval.'),
  noncurrentDays: z
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .describe('Days for which overwritten and deleted objects can be brought back.'),
  retainRunsDays: z
    .int()
    .min(7)
    .max(3_650)
    .default(30)
    .describe(
      'Days until what a run has left that no commit and no slot names is deleted; counted from the run or, where it is later, from the last commit of its month.',
    ),
  codeVersion: z
    .string()
    .min(1)
    .optional()
    .describe('What run.json names as the code version; by default version and commit of this checkout.'),
} as const;

const settingsSchema = z.strictObject(fields);

/** Checks the settings that must agree with each other or with the date. */
function checkTogether(
  settings: Settings,
  now: Date,
  refuse: (path: keyof typeof fields, message: string) => void,
): void {
  const wrongSchedule = cronFault(settings.schedule, now);
  if (wrongSchedule !== null) refuse('schedule', wrongSchedule);
  const wrongSource = sourceFault(settings);
  if (wrongSource !== null) refuse('source', wrongSource);
  if (settings.engineMemoryMb >= settings.aggregateMemoryMb) {
    refuse(
      'engineMemoryMb',
      `it must leave room in the function's ${settings.aggregateMemoryMb} MB (aggregateMemoryMb)`,
    );
  }
  if (settings.engineMaxBytes > settings.engineEphemeralMb * 1_048_576) {
    refuse(
      'engineMaxBytes',
      `the function's disk has only ${settings.engineEphemeralMb} MB (engineEphemeralMb)`,
    );
  }
  const longestHours = settings.waitForDrop * 24 + settings.runTimeoutHours;
  if (settings.retainRunsDays * 24 < longestHours + 24) {
    refuse(
      'retainRunsDays',
      `a run may take ${longestHours} hours (waitForDrop, runTimeoutHours), and a day must be left to look into one that failed`,
    );
  }
  if (settings.siteDomain && !settings.website) {
    refuse('siteDomain', 'the setting website is false, so there is nothing to give a domain to');
  }
  if (settings.throttlingBurst < settings.throttlingRate) {
    refuse(
      'throttlingBurst',
      `it is smaller than the ${settings.throttlingRate} requests a second of throttlingRate`,
    );
  }
  checkAccess(settings, refuse);
  checkMonitoring(settings, refuse);
}

/** Everything that can be set, with its defaults filled in. */
export type Settings = z.output<typeof settingsSchema>;

/** Every setting's name, description and default, for the docs. */
export const SETTINGS: readonly { name: string; description: string; default: unknown }[] = Object.entries(
  fields,
).map(([name, field]) => ({
  name,
  description: field.description ?? '',
  default: (field as z.ZodType).safeParse(undefined).data,
}));

/**
 * Checks the settings as they stand in cdk.json (`context.settings`) or on the command line (a JSON text).
 * @throws SettingsError naming the setting, its value and what is wrong with it
 */
export function parseSettings(given: unknown, now: Date = new Date()): Settings {
  const input = readGivenSettings(given);
  refusePadding(input);
  const parsed = settingsSchema
    .superRefine((settings, context) =>
      checkTogether(settings, now, (path, message) =>
        context.addIssue({ code: 'custom', path: [path], message }),
      ),
    )
    .safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    const unknown = [...issue.path, issue.keys[0]].join('.');
    const known = issue.path.length > 0 ? '' : `; the settings are ${Object.keys(fields).join(', ')}`;
    throw new SettingsError(`The setting ${unknown} is unknown${known}.`);
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], input);
  const why = issue.message[0]!.toLowerCase() + issue.message.slice(1);
  throw new SettingsError(`The setting ${issue.path.join('.')} is ${shown(value)}, but ${why}.`);
}

/** Refuses texts with surrounding white space: none is ever meant, and AWS rejects most of them only while deploying. */
function refusePadding(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string' && value !== value.trim()) {
    throw new SettingsError(
      `The setting ${path.join('.')} is ${shown(value)}, but it begins or ends with white space.`,
    );
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) refusePadding(item, [...path, key]);
}

/** A value as people may see it: a source may hold a password where none belongs. */
function shown(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? withoutSecrets(value) : value) ?? 'the default';
}

/** Settings as they are given, a JSON object or the text of one; none where nothing is. @throws SettingsError */
export function readGivenSettings(given: unknown): Readonly<Record<string, unknown>> {
  const value = typeof given === 'string' ? parseJson(given) : (given ?? {});
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new SettingsError(`The settings are ${JSON.stringify(given)}, but must be a JSON object.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON at all: the same fault.
    return text;
  }
}
