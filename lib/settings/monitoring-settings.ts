import { z } from 'zod';

/**
 * Days from the start of a month until its successor must be committed, in addition to the day on which the schedule fires and the
 * days of waiting for the drop: at most 31 days until the next month, and one day for its run and for fixes.
 */
const MONTH_AND_A_DAY = 32;
/** The last day that every month has. */
const SHORTEST_MONTH = 28;

/** The settings of alarms: recipients and thresholds. */
export const monitoringFields = {
  alarms: z
    .boolean()
    .default(true)
    .describe('Whether the stack has alarms, with their topics and the request metrics of the bucket.'),
  alarmEmails: z
    .array(z.email({ error: 'it is not an e-mail address' }))
    .max(10)
    .default([])
    .describe('The e-mail addresses that get every alarm; each subscription must be confirmed once.'),
  pagerDutySecret: z
    .string()
    .regex(/^(arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/, {
      error: 'it is neither the name nor the ARN of a secret in Secrets Manager',
    })
    .optional()
    .describe(
      "The secret in Secrets Manager that contains the https URL of PagerDuty's CloudWatch integration, for critical alarms.",
    ),
  runbookUrl: z
    .url({ protocol: /^https?$/, error: 'it is not the URL of a page' })
    .optional()
    .describe('The address of docs/runbook.md: alarms link to their sections.'),
  lateRunHours: z.int().min(1).max(168).default(6).describe('Hours after which a run or a rollback is late.'),
  dataAgeDays: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe(
      'The maximum age of the data: days since the newest committed month began. By default the sum of 32, the day of the month in schedule, and waitForDrop.',
    ),
  quarantineSharePercent: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe(
      'The share of quarantined rows of a file that raises an alarm, in per cent; above 5 the run fails.',
    ),
  releaseShrinkPercent: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('The share of lost movies that raises an alarm, in per cent; above 10 the run fails.'),
  apiLatencyMs: z
    .int()
    .min(50)
    .max(29_000)
    .default(1_000)
    .describe('The maximum latency of nine of ten requests to the API, in milliseconds.'),
  monthlyBudgetUsd: z
    .number()
    .positive()
    .optional()
    .describe(
      'The monthly budget of the account in US dollars; AWS notifies alarmEmails at 80 %, at 100 % and when it forecasts 100 %. 25 by default if alarmEmails names an address.',
    ),
} as const;

/** The default of the monthly budget in US dollars. It applies if there is an address to notify. */
export const DEFAULT_MONTHLY_BUDGET_USD = 25;

/** These settings, and other settings with which they must be consistent. */
export interface MonitoringSettings extends z.output<z.ZodObject<typeof monitoringFields>> {
  readonly schedule: string;
  readonly waitForDrop: number;
}

/** The maximum age of the data in days; null if it is not set and the schedule does not fire on one day of every month. */
export function dataAgeLimit({ dataAgeDays, schedule, waitForDrop }: MonitoringSettings): number | null {
  if (dataAgeDays !== undefined) return dataAgeDays;
  const [, day] = /^cron\(\S+ \S+ (\d+) \* \S+ \S+\)$/.exec(schedule) ?? [];
  return day === undefined || Number(day) > SHORTEST_MONTH
    ? null
    : MONTH_AND_A_DAY + Number(day) + waitForDrop;
}

/** Refuses settings that contradict each other: calls `refuse` with the setting and the reason. */
export function checkMonitoring(
  settings: MonitoringSettings,
  refuse: (setting: keyof typeof monitoringFields, why: string) => void,
): void {
  const { alarms, alarmEmails, pagerDutySecret, monthlyBudgetUsd } = settings;
  if (!alarms) {
    const why = 'alarms is false, so nothing is sent there';
    if (alarmEmails.length > 0) refuse('alarmEmails', why);
    if (pagerDutySecret !== undefined) refuse('pagerDutySecret', why);
  }
  if (monthlyBudgetUsd !== undefined && alarmEmails.length === 0) {
    refuse('monthlyBudgetUsd', 'alarmEmails is empty, so there is no address to notify');
  }
  if (alarms && dataAgeLimit(settings) === null) {
    refuse(
      'dataAgeDays',
      `it must be set because the schedule, ${settings.schedule}, does not fire on one day of every month`,
    );
  }
}
