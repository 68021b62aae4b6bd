import { isMonth, type Month, monthParts } from '../../model/months.ts';
import { OptionsError } from '../shared/options.ts';

/** Twenty years. A longer range is probably a mistyped year. */
export const MAX_MONTHS = 240;

/** The months from the first to the last, both included. @throws OptionsError */
export function monthsBetween(first: string, last: string): Month[] {
  const [from, to] = [numberOf('first', first), numberOf('last', last)];
  const months = to - from + 1;
  if (months < 1)
    throw new OptionsError(
      `--first is ${first} and --last ${last}, but the last month must not be before the first.`,
    );
  if (months > MAX_MONTHS) {
    throw new OptionsError(
      `${first} to ${last} are ${months} months, more than the maximum of ${MAX_MONTHS}; give a shorter range.`,
    );
  }
  return Array.from({ length: months }, (_, at) => monthOfNumber(from + at));
}

/** The number of months since the year 0. */
function numberOf(option: string, text: string): number {
  if (!isMonth(text)) {
    throw new OptionsError(
      `--${option} is "${text}", but must be a month from 2000-01 to 2099-12 such as 2026-10.`,
    );
  }
  const [year, month] = monthParts(text);
  return Number(year) * 12 + Number(month) - 1;
}

const monthOfNumber = (number: number): Month =>
  `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;

/**
 * Checks that a source differs between months.
 * @throws OptionsError naming two months with the same source
 */
export function checkSource(source: string, months: readonly Month[]): void {
  const seen = new Map<string, Month>();
  for (const month of months) {
    const [year, number] = monthParts(month);
    const uri = source.replaceAll('{yyyy}', year).replaceAll('{mm}', number);
    const other = seen.get(uri);
    if (other !== undefined) {
      throw new OptionsError(
        `--source is ${source}, so ${other} and ${month} would use the same drop; write {yyyy} and {mm} for the month.`,
      );
    }
    seen.set(uri, month);
  }
}
