import type { DecadeDocument, DecadesDocument, YearDocument } from '../../model/api/documents.ts';
import { ENDPOINTS, pathOf, UNKNOWN_YEAR } from '../../model/api/endpoints.ts';
import type { StatisticRows } from '../../model/data/statistics.ts';
import { measuresOf } from './measures.ts';

/** The list of all decades. */
export function decadesDocument(rows: readonly StatisticRows['decades'][]): DecadesDocument {
  return { decades: rows.map((row) => ({ decade: row.decade, ...measuresOf(row) })) };
}

/** Every decade's own document, with links to its years. */
export function decadeDocuments(
  rows: readonly StatisticRows['decades'][],
  years: readonly YearDocument[],
): DecadeDocument[] {
  const yearsOf = Map.groupBy(years, ({ year }) => (year === null ? null : year - (year % 10)));
  return rows.map((row) => ({
    decade: row.decade,
    ...measuresOf(row),
    years: yearsOf
      .get(row.decade)!
      .map((year) => ({ ...year, path: pathOf(ENDPOINTS.year, year.year ?? UNKNOWN_YEAR) })),
  }));
}
