import { z } from 'zod';
import { withoutSecrets } from '../../model/addresses.ts';
import { accessFields, checkAccess } from './access-settings.ts';
import { cronFault } from './cron.ts';
import { checkMonitoring, monitoringFields } from './monitoring-settings.ts';
import { sourceFault, sourceFields } from './source-settings.ts';

/** A setting that cannot be deployed. The message is one sentence with the setting, its value and the reason. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The retention periods of CloudWatch Logs, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The memory of functions, within Lambda's limits. */
const memory = (megabytes: number, purpose: string) =>
  z
    .int()
    .min(128)
    .max(10_240)
    .default(megabytes)
    .describe(`Memory of ${purpose}, in MB; CPU is proportional to it.`);

/** A number of seconds for a Wait or Retry state: at most one day. */
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
      'Bytes of raw CSV that one normalize invocation reads; audit holds the results of two such parts in memory.',
    ),
  maxFileBytes: z
    .int()
    .min(1_000_000)
    .default(10_000_000_000)
    .describe('The largest raw file in bytes that ingest can copy before its time-out.'),
  mapConcurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe('Files or parts processed concurrently. A new account may run 10 functions concurrently.'),
  smallMemoryMb: memory(512, 'the functions that read and write small documents'),
  streamMemoryMb: memory(1_769, 'the functions that stream rows or many documents (1,769 MB is one CPU)'),
  aggregateMemoryMb: memory(3_008, 'the functions that run the SQL (3,008 MB is a new account’s limit)'),
  engineEphemeralMb: z
    .int()
    .min(512)
    .max(10_240)
    .default(6_144)
    .describe(
      'Local disk of the functions with the SQL engine, in MB, for tables, statistics and spilled data.',
    ),
  engineMaxBytes: z
    .int()
    .min(1_000_000)
    .default(2_000_000_000)
    .describe('The most bytes of compressed tables that the embedded SQL engine processes.'),
  engineMemoryMb: z
    .int()
    .min(160)
    .default(1_500)
    .describe('The memory limit of the embedded SQL engine, in MB.'),
  drainSeconds: seconds(300, 'Seconds for which a previously live slot is not written.'),
  lockRetrySeconds: seconds(60, 'The interval in seconds at which a run tries to take the lock.', 1),
  lockWaitSeconds: seconds(3_600, 'Seconds for which a run waits for the lock.'),
  lockGraceSeconds: seconds(
    900,
    'Seconds after which the lock of a stopped execution may be taken over: the longest function time-out.',
  ),
  runTimeoutHours: z.int().min(1).max(168).default(24).describe('The time-out of a run in hours.'),
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
    .describe('The minimum size in bytes of API responses that are compressed for clients that accept gzip.'),
  ...accessFields,
  ...monitoringFields,
  website: z
    .boolean()
    .default(true)
    .describe('Whether the website is deployed; its pages need an API without credentials.'),
  accessLogs: z
    .enum(['off', 'account', 'create'])
    .default('off')
    .describe(
      "The API's access logs. They need a role that is a setting of the account and region: " +
        '"account" uses the existing one, "create" creates one and retains it when the stack is deleted.',
    ),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS, {
      error: `the retentions of CloudWatch are ${LOG_RETENTION_DAYS.join(', ')}`,
    })
    .default(90)
    .describe('The retention of logs, in days.'),
  logLevel: z
    .enum(['DEBUG', 'INFO', 'WARN', 'ERROR'])
    .default('INFO')
    .describe('The log level of the functions.'),
  siteDomain: z
    .strictObject({
      name: z.string().regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
        error: 'it is not a domain such as "movies.example.org"',
      }),
      certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, {
        error: 'it is not the ARN of an ACM certificate in us-east-1, which CloudFront requires',
      }),
    })
    .optional()
    .describe('A custom domain of the website, with its certificate in us-east-1.'),
  retainData: z
    .boolean()
    .default(true)
    .describe(
      'Whether the bucket is retained when the stack is deleted; otherwise it is emptied and deleted.',
    ),
  terminationProtection: z
    .boolean()
    .default(false)
    .describe('Whether the stack is protected against deletion.'),
  deployRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, { error: 'it is not the name of an IAM role' })
    .optional()
    .describe(
      'Name of the role that deploys from elsewhere (GitHub Actions): it may reconcile and test the stack.',
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
    .describe('Days for which overwritten and deleted objects can be restored.'),
  retainRunsDays: z
    .int()
    .min(7)
    .max(3_650)
    .default(30)
    .describe(
      'Days until unreferenced objects of a run are deleted, counted from the run or from the last commit of its month, whichever is later.',
    ),
  codeVersion: z
    .string()
    .min(1)
    .optional()
    .describe('The code version in run.json; by default version and commit of this checkout.'),
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
      `a run may take ${longestHours} hours (waitForDrop, runTimeoutHours), and a day must remain to investigate a failed run`,
    );
  }
  if (settings.siteDomain && !settings.website) {
    refuse('siteDomain', 'website is false, so there is no distribution for the domain');
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

/** All settings, with defaults. */
export type Settings = z.output<typeof settingsSchema>;

/** The name, description and default of every setting, for the docs. */
export const SETTINGS: readonly { name: string; description: string; default: unknown }[] = Object.entries(
  fields,
).map(([name, field]) => ({
  name,
  description: field.description ?? '',
  default: (field as z.ZodType).safeParse(undefined).data,
}));

/**
 * Validates the settings of cdk.json (`context.settings`) or of the command line (a JSON text).
 * @throws SettingsError with the setting, its value and the reason
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

/** Rejects strings with surrounding white space, because AWS would reject most of them only during the deployment. */
function refusePadding(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string' && value !== value.trim()) {
    throw new SettingsError(
      `The setting ${path.join('.')} is ${shown(value)}, but it begins or ends with white space.`,
    );
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) refusePadding(item, [...path, key]);
}

/** A value for messages, without passwords. */
function shown(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? withoutSecrets(value) : value) ?? 'the default';
}

/** The given settings: a JSON object or its text; none if nothing is given. @throws SettingsError */
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
    // Invalid JSON. The caller refuses the text, because it is not an object.
    return text;
  }
}
