/** First steps with the API, as code that runs against the origin that serves the page. */
export interface Sample {
  readonly title: string;
  readonly text: string;
  readonly code: string;
}

/** The samples for an origin such as `https://example.org`; `parquet` is the path of the file of genres by year. */
export function samples(origin: string, parquet: string): readonly Sample[] {
  return [
    {
      title: 'curl',
      text: 'One document, and what is kept of it: 304 without a body while it is still current.',
      code: [
        `curl -s ${origin}/v1/stats/year/1995`,
        `curl -s --etag-save year.etag --etag-compare year.etag -o year.json ${origin}/v1/stats/year/1995`,
      ].join('\n'),
    },
    {
      title: 'TypeScript',
      text: 'A genre over the years. Errors say in their body what is wrong.',
      code: [
        `const response = await fetch('${origin}/v1/stats/genre/drama');`,
        'const body = await response.json();',
        'if (!response.ok) throw new Error(body.detail);',
        'for (const { year, known_profit } of body.years) console.log(year, known_profit);',
      ].join('\n'),
    },
    {
      title: 'Python, pandas',
      text: 'Every release year as a table: those with the highest known profit.',
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
      text: 'A whole table as Parquet, read from where it lies. When the data changes its address does: /v1/downloads lists the current one.',
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
