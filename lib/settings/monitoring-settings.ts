import { z } from 'zod';

/** A newly committed month is 31 days old when the next may begin; one more is left for a run, and for who mends it. */
const MONTH_AND_A_DAY = 32;
/** Later days are not in every month. */
const SHORTEST_MONTH = 28;

/** Who is told when something is wrong, and what counts as wrong. */
export const monitoringFields = {
  alarms: z
    .boolean()
    .default(true)
    .describe('Whether alarms ring, with all that they need: topics and the request metrics of the bucket.'),
  alarmEmails: z
    .array(z.email({ error: 'it is no e-mail address' }))
    .max(10)
    .default([])
    .describe('Who is told of every alarm by e-mail; each address must be confirmed once.'),
  pagerDutySecret: z
    .string()
    .regex(/^(arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/, {
      error: 'it is neither the name nor the ARN of a secret in Secrets Manager',
    })
    .optional()
    .describe(
      "The secret in Secrets Manager whose text is the https URL of PagerDuty's CloudWatch integration; critical alarms go there.",
    ),
  runbookUrl: z
    .url({ protocol: /^https?$/, error: 'it is no URL of a page' })
    .optional()
    .describe('Where docs/runbook.md can be read: alarms link to their sections in it.'),
  lateRunHours: z
    .int()
    .min(1)
    .max(168)
    .default(6)
    .describe('Hours after which a run, or a rollback, that has not ended is late.'),
  dataAgeDays: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe(
      'Days since the newest committed month began after which the data is too old; by default 32, the day of the month in schedule, and waitForDrop together.',
    ),
  quarantineSharePercent: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('From which share of quarantined rows in a file somebody is told; from 5 on the run fails.'),
  releaseShrinkPercent: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('From which share of lost movies somebody is told; from 10 on the run fails.'),
  apiLatencyMs: z
    .int()
    .min(50)
    .max(29_000)
    .default(1_000)
    .describe('Milliseconds that nine of ten requests to the API must be answered in.'),
  monthlyBudgetUsd: z
    .number()
    .positive()
    .optional()
    .describe(
      'The monthly budget of the account in US dollars; AWS notifies alarmEmails at 80 %, at 100 % and when it forecasts 100 %. 25 by default if alarmEmails names an address.',
    ),
} as const;

/** The monthly budget in US dollars if there is an address to notify and no other amount is set. */
export const DEFAULT_MONTHLY_BUDGET_USD = 25;

/** Those settings, and the others that they must agree with. */
export interface MonitoringSettings extends z.output<z.ZodObject<typeof monitoringFields>> {
  readonly schedule: string;
  readonly waitForDrop: number;
}

/** Days after which the data is too old; null where the schedule is none of a day in every month, and nothing else is set. */
export function dataAgeLimit({ dataAgeDays, schedule, waitForDrop }: MonitoringSettings): number | null {
  if (dataAgeDays !== undefined) return dataAgeDays;
  const [, day] = /^cron\(\S+ \S+ (\d+) \* \S+ \S+\)$/.exec(schedule) ?? [];
  return day === undefined || Number(day) > SHORTEST_MONTH
    ? null
    : MONTH_AND_A_DAY + Number(day) + waitForDrop;
}

/** Refuses settings that cannot go together. `refuse` is told the setting and why. */
export function checkMonitoring(
  settings: MonitoringSettings,
  refuse: (setting: keyof typeof monitoringFields, why: string) => void,
): void {
  const { alarms, alarmEmails, pagerDutySecret, monthlyBudgetUsd } = settings;
  if (!alarms) {
    const why = 'alarms is false, so nothing would ever be sent there';
    if (alarmEmails.length > 0) refuse('alarmEmails', why);
    if (pagerDutySecret !== undefined) refuse('pagerDutySecret', why);
  }
  if (monthlyBudgetUsd !== undefined && alarmEmails.length === 0) {
    refuse('monthlyBudgetUsd', 'alarmEmails is empty, so nobody would be notified');
  }
  if (alarms && dataAgeLimit(settings) === null) {
    refuse(
      'dataAgeDays',
      `it must be set where the schedule, ${settings.schedule}, is none of one day in every month`,
    );
  }
}
