import type { YearMeasures } from '../api/documents.ts';
import { known } from '../format/measures.ts';
import { count, counted, money, UNKNOWN } from '../format/numbers.ts';

const amount = (value: number | undefined): string => (value === undefined ? UNKNOWN : money(value));

/** Returns the tooltip for the money of a year. */
export const moneyTip = (row: YearMeasures): string =>
  [
    row.year,
    `Revenue  ${amount(known(row, 'total_revenue'))}, known for ${count(row.movies_with_revenue)}`,
    `Budget  ${amount(known(row, 'total_budget'))}, known for ${count(row.movies_with_budget)}`,
    `of ${counted(row.movie_count, 'movie')}`,
  ].join('\n');
