import { describe, expect, it } from 'vitest';
import { cronFault } from '../../../lib/settings/cron.ts';

const NOW = new Date('2026-12-01T05:00:00Z');

describe('Cron expressions', () => {
  it.each([
    'cron(0 6 1 * ? *)',
    'cron(*/15 0-6,20 ? * MON-FRI *)',
    'cron(0 6 L * ? *)',
    'cron(0 6 15W JAN,JUL ? 2027-2030)',
    'cron(0 6 ? * 6#3 *)',
    'cron(0 6 ? * FRIL *)',
    'cron(0 6 29 2 ? *)',
    'cron(0 6 1 1/3 ? 2199)',
    'cron(0 6 1 12 ? 2026)',
  ])('accepts the cron expression %s', (expression) => {
    expect(cronFault(expression, NOW)).toBeNull();
  });

  it.each([
    ['cron(0 6 1 *)', /six fields/],
    ['rate(1 day)', /six fields/],
    ['cron(60 6 1 * ? *)', 'its minutes 60 is not in 0-59'],
    ['cron(0 24 1 * ? *)', 'its hours 24 is not in 0-23'],
    ['cron(0 6 0 * ? *)', 'its day of month 0 is not in 1-31'],
    ['cron(0 6 32 * ? *)', 'its day of month 32 is not in 1-31'],
    ['cron(0 6 1 13 ? *)', 'its month 13 is not in 1-12 or JAN-DEC'],
    ['cron(0 6 ? * 8 *)', 'its day of week 8 is not in 1-7 or SUN-SAT'],
    ['cron(0 6 ? * 0 *)', 'its day of week 0 is not in 1-7 or SUN-SAT'],
    ['cron(0 6 1 * ? 1969)', 'its year 1969 is not in 1970-2199'],
    ['cron(0 6 1 Foo ? *)', 'its month Foo is not in 1-12 or JAN-DEC'],
    ['cron(0 6 1 * * *)', /exactly one of day of month .* and day of week .* must be \?/],
    ['cron(0 6 ? * ? *)', /exactly one of day of month .* and day of week .* must be \?/],
    ['cron(0 6 1 * MON *)', /exactly one of day of month .* and day of week .* must be \?/],
    ['cron(? 6 1 * ? *)', 'its minutes "?" is not in EventBridge\'s syntax'],
    ['cron(0 6 ? * MON/2 *)', 'its day of week "MON/2" is not in EventBridge\'s syntax'],
    ['cron(0 6 ? * 3#6 *)', 'the number after # in its day of week 3#6 is not in 1-5'],
    ['cron(0 */0 1 * ? *)', 'the increment of its hours */0 is not between 1 and 23'],
    ['cron(0 6 20-10 * ? *)', 'the range of its day of month 20-10 does not ascend'],
    ['cron(0 6 1,, * ? *)', 'its day of month "" is not in EventBridge\'s syntax'],
    ['cron(0 6 30 2 ? *)', 'it never fires again'],
    ['cron(0 6 31 4,6,9,11 ? *)', 'it never fires again'],
    ['cron(0 6 1 * ? 2020-2025)', 'it never fires again'],
    ['cron(0 5 1 12 ? 2026)', 'it never fires again'],
    ['cron(0 6 29 2 ? 2027)', 'it never fires again'],
  ])('rejects the cron expression %s with its reason', (expression, reason) => {
    expect(cronFault(expression, NOW)).toMatch(reason);
  });
});
