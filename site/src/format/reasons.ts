/** Descriptions of the reason codes in the API's status document. */
const IN_WORDS: Readonly<Record<string, string>> = {
  column_count: 'The row has more or fewer fields than the header',
  id: 'The id is missing or is not a whole number above 0',
  budget: 'The budget is not a whole number',
  revenue: 'The revenue is not a whole number',
  popularity: 'The popularity is not a number',
  runtime: 'The running time is not a number',
  vote_average: 'The average vote is not a number',
  vote_count: 'The number of votes is not a whole number',
  release_date: 'The release date is not a calendar date',
  adult: 'The adult flag is neither True nor False',
  video: 'The video flag is neither True nor False',
  genres: 'The list of genres is invalid',
  production_companies: 'The list of production companies is invalid',
  production_countries: 'The list of countries is invalid',
  spoken_languages: 'The list of languages is invalid',
  belongs_to_collection: 'The collection is invalid',
};

/** Returns the description of a reason code. Unknown codes are the names of columns. */
export const reasonInWords = (code: string): string =>
  IN_WORDS[code] ?? `The value of the column ${code} is invalid`;

/** Sums the reasons over several months, most rows first. */
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
