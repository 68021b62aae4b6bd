/** Why a row was set aside, in words; the codes are those of the API's status. */
const IN_WORDS: Readonly<Record<string, string>> = {
  column_count: 'The row has more or fewer fields than the header',
  id: 'The id is missing, or no whole number above 0',
  budget: 'The budget is no whole number',
  revenue: 'The revenue is no whole number',
  popularity: 'The popularity is no number',
  runtime: 'The running time is no number',
  vote_average: 'The average vote is no number',
  vote_count: 'The number of votes is no whole number',
  release_date: 'The release date is no date of the calendar',
  adult: 'The flag for adults is neither True nor False',
  video: 'The flag for videos is neither True nor False',
  genres: 'The list of genres can’t be read',
  production_companies: 'The list of production companies can’t be read',
  production_countries: 'The list of countries can’t be read',
  spoken_languages: 'The list of languages can’t be read',
  belongs_to_collection: 'The collection can’t be read',
};

/** A reason code in words; a code that came later is told by its column. */
export const reasonInWords = (code: string): string =>
  IN_WORDS[code] ?? `The column ${code} holds what it may not`;

/** The reasons over several months, most rows first. */
export function reasonTotals(
  months: readonly { readonly reasons: { readonly movies_metadata: Readonly<Record<string, number>> } }[],
): { code: string; rows: number }[] {
  const totals = new Map<string, number>();
  for (const { reasons } of months) {
    for (const [code, rows] of Object.entries(reasons.movies_metadata)) {
      totals.set(code, (totals.get(code) ?? 0) + rows);
    }
  }
  return [...totals]
    .map(([code, rows]) => ({ code, rows }))
    .sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1));
}
