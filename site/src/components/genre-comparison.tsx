import { useMemo, useRef, useState } from 'preact/hooks';
import { addressOf, type Genre } from '../api/documents.ts';
import { useDocuments } from '../api/use-document.ts';
import type { Comparison } from '../charts/compare-lines.ts';
import type { LoadDraw } from '../charts/drawing.ts';
import { colours } from '../format/comparison.ts';
import { known, MEASURES, type MeasureName } from '../format/measures.ts';
import { listed } from '../format/sentences.ts';
import { Amount } from './amount.tsx';
import { Chart } from './chart.tsx';
import { yearColumn } from './columns.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Figure } from './figure.tsx';
import { Loaded } from './loaded.tsx';

const drawLines: LoadDraw<Comparison> = () => import('../charts/compare-lines.ts');
const MONEY = ['total_revenue', 'total_budget', 'known_profit'] as const;

/** Compares the money, popularity and releases of the selected genres over the years, with one line per genre. */
export function GenreComparison({ slugs }: { readonly slugs: readonly string[] }) {
  const addresses = useMemo(() => slugs.map((slug) => addressOf('/v1/stats/genre/{slug}', slug)), [slugs]);
  const loading = useDocuments(addresses);
  const [money, setMoney] = useState<(typeof MONEY)[number]>('total_revenue');
  const coloured = useRef<ReadonlyMap<string, number>>(new Map());
  coloured.current = useMemo(() => colours(slugs, coloured.current), [slugs]);

  if (slugs.length === 0) return <p class="notice">Select two or more genres to compare them.</p>;
  return (
    <Loaded of={loading} what="the genres to compare">
      {(documents) => (
        <>
          <fieldset class="switch">
            <legend class="hidden">Money measure</legend>
            {MONEY.map((name) => (
              <label key={name} class="choice">
                <input type="radio" name="money" checked={money === name} onChange={() => setMoney(name)} />
                {MEASURES[name].title}
              </label>
            ))}
          </fieldset>
          <Lines name={money} genres={documents} colours={coloured.current} />
          <Lines name="average_popularity" genres={documents} colours={coloured.current} />
          <Lines name="movie_count" genres={documents} colours={coloured.current} />
        </>
      )}
    </Loaded>
  );
}

const TITLES: Partial<Record<MeasureName, readonly [string, string]>> = {
  total_revenue: ['Revenue by genre and release year', 'Known amounts in US dollars as given'],
  total_budget: ['Budget by genre and release year', 'Known amounts in US dollars as given'],
  known_profit: [
    'Known profit by genre and release year',
    'Revenue minus budget in US dollars, for movies with both known',
  ],
  average_popularity: [
    'Average popularity by genre and release year',
    'Score of the dataset, without a unit',
  ],
  movie_count: [
    'Releases by genre and release year',
    'Number of movies; a movie counts in each of its genres',
  ],
};

interface LinesProps {
  readonly name: MeasureName;
  readonly genres: readonly Genre[];
  readonly colours: ReadonlyMap<string, number>;
}

interface Row {
  readonly year: number | null;
  readonly values: ReadonlyMap<string, number | undefined>;
}

function Lines({ name, genres, colours: coloured }: LinesProps) {
  const { kind } = MEASURES[name];
  const [title, subtitle] = TITLES[name]!;
  const data = useMemo<Comparison>(
    () => ({
      kind,
      series: genres.map((genre) => ({
        name: genre.name,
        colour: coloured.get(genre.slug) ?? 1,
        values: genre.years.flatMap((row) =>
          row.year === null ? [] : [{ year: row.year, value: known(row, name) }],
        ),
      })),
    }),
    [kind, name, genres, coloured],
  );
  const anything = data.series.some(({ values }) => values.some(({ value }) => value !== undefined));
  const names = listed(genres.map((genre) => genre.name));
  return (
    <Figure
      title={title}
      subtitle={subtitle}
      json={addressOf('/v1/stats/genre/{slug}', genres[0]!.slug)}
      table={<LinesTable name={name} title={title} genres={genres} />}
    >
      {anything ? (
        <Chart
          load={drawLines}
          data={data}
          height={320}
          description={`Line chart with one line each for ${names}. The table has every year.`}
        />
      ) : (
        <p class="notice">No value is known for these genres in any year.</p>
      )}
    </Figure>
  );
}

interface LinesTableProps {
  readonly name: MeasureName;
  readonly title: string;
  readonly genres: readonly Genre[];
}

function LinesTable({ name, title, genres }: LinesTableProps) {
  const { kind } = MEASURES[name];
  const byYear = new Map<number | null, Map<string, number | undefined>>();
  for (const genre of genres) {
    for (const row of genre.years) {
      const values = byYear.get(row.year) ?? new Map<string, number | undefined>();
      byYear.set(row.year, values.set(genre.slug, known(row, name)));
    }
  }
  const rows: Row[] = [...byYear].map(([year, values]) => ({ year, values }));
  const columns: Column<Row>[] = [
    yearColumn<Row>(),
    ...genres.map((genre) => ({
      key: genre.slug,
      title: genre.name,
      numeric: true,
      value: ({ values }: Row) => values.get(genre.slug),
      show: ({ values }: Row) => <Amount kind={kind} value={values.get(genre.slug)} />,
    })),
  ];
  return (
    <DataTable
      caption={title}
      columns={columns}
      rows={rows}
      rowKey={({ year }) => year ?? 'unknown'}
      sort={{ key: 'year', direction: 'ascending' }}
      file={`genres-${name.replaceAll('_', '-')}.csv`}
    />
  );
}
