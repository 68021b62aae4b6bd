/** A code sample that runs against the origin of the page. */
export interface Sample {
  readonly title: string;
  readonly text: string;
  readonly code: string;
}

/** Returns the samples for an origin such as `https://example.org`. `parquet` is the path of the table `genre_year`. */
export function samples(origin: string, parquet: string): readonly Sample[] {
  return [
    {
      title: 'curl',
      text: 'Fetches a document, then fetches it only if it has changed: the response is 304 without a body otherwise.',
      code: [
        `curl -s ${origin}/v1/stats/year/1995`,
        `curl -s --etag-save year.etag --etag-compare year.etag -o year.json ${origin}/v1/stats/year/1995`,
      ].join('\n'),
    },
    {
      title: 'TypeScript',
      text: 'Prints the known profit of a genre by release year. The body of an error response states the reason.',
      code: [
        `const response = await fetch('${origin}/v1/stats/genre/drama');`,
        'const body = await response.json();',
        'if (!response.ok) throw new Error(body.detail);',
        'for (const { year, known_profit } of body.years) console.log(year, known_profit);',
      ].join('\n'),
    },
    {
      title: 'Python, pandas',
      text: 'Loads all release years as a table and prints the ten with the highest known profit.',
      code: [
        'import json, urllib.request',
        'import pandas as pd',
        '',
        `with urllib.request.urlopen("${origin}/v1/stats/year") as answer:`,
        '    years = pd.DataFrame(json.load(answer)["years"]).convert_dtypes()',
        'print(years.nlargest(10, "known_profit")[["year", "known_profit", "movies_with_both"]])',
      ].join('\n'),
    },
    {
      title: 'SQL, DuckDB',
      text: 'Reads a table as Parquet directly from the server. Its address changes when its content changes; /v1/downloads lists the current address.',
      code: [
        'SELECT genre_name, year // 10 * 10 AS decade, sum(known_profit) AS known_profit',
        `FROM read_parquet('${origin}${parquet}')`,
        'WHERE year >= 1950',
        'GROUP BY ALL',
        'ORDER BY decade, known_profit DESC;',
      ].join('\n'),
    },
  ];
}
