/**
 * The cron expressions of EventBridge Scheduler: `cron(minutes hours day-of-month month day-of-week year)`, in UTC here.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const EXPRESSION = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** The names of the values, starting with the lowest value. */
  readonly names?: readonly string[];
  /** Whether increments such as `1/5` are allowed. */
  readonly steps: boolean;
}

const MINUTES: Field = { name: 'minutes', first: 0, last: 59, steps: true };
const HOURS: Field = { name: 'hours', first: 0, last: 23, steps: true };
const DAY_OF_MONTH: Field = { name: 'day of month', first: 1, last: 31, steps: true };
const MONTH: Field = {
  name: 'month',
  first: 1,
  last: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  steps: true,
};
const DAY_OF_WEEK: Field = {
  name: 'day of week',
  first: 1,
  last: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  steps: false,
};
const YEAR: Field = { name: 'year', first: 1970, last: 2199, steps: true };

const DAY_MS = 86_400_000;

class CronError extends Error {}

/** Returns why EventBridge refuses a cron expression, or why it never fires after `now`; null if it is valid. */
export function cronFault(expression: string, now: Date): string | null {
  const [, minutes, hours, dayOfMonth, month, dayOfWeek, year] = EXPRESSION.exec(expression) ?? [];
  if (year === undefined) return 'it is not a cron expression of six fields such as "cron(0 6 1 * ? *)"';
  try {
    if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
      return 'exactly one of day of month (third field) and day of week (fifth field) must be ?';
    }
    const schedule = {
      minutes: valuesOf(MINUTES, minutes!),
      hours: valuesOf(HOURS, hours!),
      months: valuesOf(MONTH, month!),
      years: valuesOf(YEAR, year),
      isDay: dayOfMonth === '?' ? weekdayTest(dayOfWeek!) : dayOfMonthTest(dayOfMonth!),
    };
    return firesAfter(schedule, now) ? null : 'it never fires again';
  } catch (error) {
    if (error instanceof CronError) return error.message;
    throw error;
  }
}

interface Schedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly isDay: (day: Date) => boolean;
}

function firesAfter({ minutes, hours, months, years, isDay }: Schedule, now: Date): boolean {
  const lastTime = (Math.max(...hours) * 60 + Math.max(...minutes)) * 60_000;
  const today = now.getTime() - (now.getTime() % DAY_MS);
  const isOver = now.getTime() - today >= lastTime;
  for (const year of years) {
    const end = Date.UTC(year + 1, 0, 1);
    const start = Math.max(Date.UTC(year, 0, 1), isOver ? today + DAY_MS : today);
    for (let time = start; time < end; time += DAY_MS) {
      const day = new Date(time);
      if (months.has(day.getUTCMonth() + 1) && isDay(day)) return true;
    }
  }
  return false;
}

/** `*`, values, ranges and increments, separated by commas. */
function valuesOf(field: Field, text: string): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((item) => itemValues(field, item)));
}

function itemValues(field: Field, item: string): number[] {
  const [, start, end, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
  if (start === undefined || (start === '*' && end !== undefined) || (step !== undefined && !field.steps)) {
    throw new CronError(`its ${field.name} ${JSON.stringify(item)} is not in EventBridge's syntax`);
  }
  const by = step === undefined ? 1 : Number(step);
  if (by < 1 || by > field.last) {
    throw new CronError(`the increment of its ${field.name} ${item} is not between 1 and ${field.last}`);
  }
  const from = start === '*' ? field.first : fieldValue(field, start);
  const single = start !== '*' && end === undefined && step === undefined;
  const to = single ? from : end === undefined ? field.last : fieldValue(field, end);
  if (to < from) throw new CronError(`the range of its ${field.name} ${item} does not ascend`);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

function fieldValue({ name, first, last, names = [] }: Field, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : names.indexOf(text) + first;
  if (value >= first && value <= last && (names.includes(text) || /^\d+$/.test(text))) return value;
  const named = names.length > 0 ? ` or ${names[0]}-${names.at(-1)}` : '';
  throw new CronError(`its ${name} ${text} is not in ${first}-${last}${named}`);
}

const lastDayOf = (day: Date): number =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

/** `L` is the last day of the month, `3W` the weekday nearest to the third. Both match in every month that has the day. */
function dayOfMonthTest(text: string): (day: Date) => boolean {
  if (text === 'L' || text === 'LW') return () => true;
  const [, nearest] = /^(\w+)W$/.exec(text) ?? [];
  if (nearest !== undefined) {
    const wanted = fieldValue(DAY_OF_MONTH, nearest);
    return (day) => wanted <= lastDayOf(day);
  }
  const days = valuesOf(DAY_OF_MONTH, text);
  return (day) => days.has(day.getUTCDate());
}

/** `L` is Saturday, `6L` the last Friday of the month, `6#3` the third one. */
function weekdayTest(text: string): (day: Date) => boolean {
  const [, weekday, nth] = /^(\w+)#(\w+)$/.exec(text) ?? [];
  if (weekday !== undefined) {
    const wanted = fieldValue(DAY_OF_WEEK, weekday);
    if (!/^[1-5]$/.test(nth!))
      throw new CronError(`the number after # in its day of week ${text} is not in 1-5`);
    return (day) => day.getUTCDay() + 1 === wanted && Math.ceil(day.getUTCDate() / 7) === Number(nth);
  }
  if (text === 'L') return (day) => day.getUTCDay() === 6;
  const [, last] = /^(\w+)L$/.exec(text) ?? [];
  if (last !== undefined && last !== '') {
    const wanted = fieldValue(DAY_OF_WEEK, last);
    return (day) => day.getUTCDay() + 1 === wanted && day.getUTCDate() + 7 > lastDayOf(day);
  }
  const weekdays = valuesOf(DAY_OF_WEEK, text);
  return (day) => weekdays.has(day.getUTCDay() + 1);
}
