import { useCallback, useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { YearMeasures } from '../api/documents.ts';
import type { LoadDraw } from '../charts/drawing.ts';
import { isDense } from '../charts/years.ts';
import { known, type MeasureName } from '../format/measures.ts';
import { counted, money } from '../format/numbers.ts';
import { yearHref } from '../format/sentences.ts';
import { Chart } from './chart.tsx';
import { measureColumn, yearColumn } from './columns.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Figure, Key } from './figure.tsx';

/** The minimum number of years with a known value for which a chart is drawn. */
const FEWEST_YEARS = 3;

interface YearFigureProps {
  /** The group of movies, at the end of the title: `of drama movies`. */
  readonly of: string;
  readonly years: readonly YearMeasures[];
  readonly json: string;
  /** The beginning of the name of the CSV file. */
  readonly file: string;
}

const drawMoney: LoadDraw<readonly YearMeasures[]> = () => import('../charts/money-by-year.ts');
const drawMoneyBars: LoadDraw<readonly YearMeasures[]> = () => import('../charts/money-bars-by-year.ts');
const drawProfit: LoadDraw<readonly YearMeasures[]> = () => import('../charts/profit-by-year.ts');
const drawReleases: LoadDraw<readonly YearMeasures[]> = () => import('../charts/releases-by-year.ts');
const drawPopularity: LoadDraw<readonly YearMeasures[]> = () => import('../charts/popularity-by-year.ts');

/** Shows revenue and budget by release year. */
export function MoneyFigure(props: YearFigureProps) {
  const top = peak(props.years, 'total_revenue');
  const dense = MONEY.every((name) => isDense(valuesOf(props.years, name)));
  return (
    <YearFigure
      {...props}
      title={`Revenue and budget ${props.of}, by release year`}
      subtitle={
        dense ? (
          'Known amounts in US dollars as given, not adjusted for inflation'
        ) : (
          <>
            Known <Key colour="var(--ink-soft)">budget</Key> and <Key colour="var(--accent)">revenue</Key> in
            US dollars as given, not adjusted for inflation
          </>
        )
      }
      load={dense ? drawMoney : drawMoneyBars}
      height={300}
      fields={['total_revenue', 'movies_with_revenue', 'total_budget', 'movies_with_budget']}
      description={
        top &&
        `${dense ? 'Line' : 'Bar'} chart. Revenue is highest in ${top.year}, at ${money(top.value)}. The table has every year.`
      }
    />
  );
}

/** Shows known profit by release year. */
export function ProfitFigure(props: YearFigureProps) {
  const top = peak(props.years, 'known_profit');
  return (
    <YearFigure
      {...props}
      title={`Known profit ${props.of}, by release year`}
      subtitle="Revenue minus budget in US dollars, for movies with both known"
      load={drawProfit}
      height={220}
      fields={['known_profit', 'movies_with_both', 'total_profit']}
      description={
        top &&
        `Bar chart. Known profit is highest in ${top.year}, at ${money(top.value)}. The table has every year.`
      }
    />
  );
}

/** Shows the number of movies, and of movies with known budget and revenue, by release year. */
export function ReleasesFigure(props: YearFigureProps) {
  const top = peak(props.years, 'movie_count');
  return (
    <YearFigure
      {...props}
      title={`Releases ${props.of}, by release year`}
      subtitle={
        <>
          <Key colour="var(--bar-quiet)">All movies</Key>,{' '}
          <Key colour="var(--accent)">movies with known budget and revenue</Key>
        </>
      }
      load={drawReleases}
      height={220}
      fields={['movie_count', 'movies_with_both']}
      description={
        top &&
        `Bar chart. The number of movies is highest in ${top.year}, at ${counted(top.value, 'movie')}. The table has every year.`
      }
    />
  );
}

/** Shows average popularity by release year. */
export function PopularityFigure(props: YearFigureProps) {
  const top = peak(props.years, 'average_popularity');
  return (
    <YearFigure
      {...props}
      title={`Average popularity ${props.of}, by release year`}
      subtitle="Score of the dataset, without a unit. Averages over few movies vary widely"
      load={drawPopularity}
      height={220}
      fields={['average_popularity', 'movie_count']}
      description={
        top &&
        `Chart of average popularity. It is highest in ${top.year}, at ${top.value.toFixed(2)}. The table has every year.`
      }
    />
  );
}

interface YearChartProps extends YearFigureProps {
  readonly title: string;
  readonly subtitle: preact.ComponentChildren;
  readonly load: LoadDraw<readonly YearMeasures[]>;
  readonly height: number;
  readonly fields: readonly MeasureName[];
  readonly description: string | undefined;
}

function YearFigure({
  years,
  json,
  file,
  title,
  subtitle,
  load,
  height,
  fields,
  description,
}: YearChartProps) {
  const { route } = useLocation();
  const open = useCallback((year: number | null) => route(yearHref(year)), [route]);
  const columns = useMemo<Column<YearMeasures>[]>(
    () => [yearColumn<YearMeasures>(), ...fields.map((field) => measureColumn<YearMeasures>(field))],
    [fields],
  );
  const known = years.filter((row) => row.year !== null && hasValue(row, fields[0]!));
  const table = (
    <DataTable
      caption={title}
      columns={columns}
      rows={years}
      rowKey={({ year }) => year ?? 'unknown'}
      sort={{ key: 'year', direction: 'ascending' }}
      file={`${file}-${fields[0]!.replaceAll('_', '-')}.csv`}
    />
  );
  if (known.length < FEWEST_YEARS) {
    return (
      <Figure title={title} subtitle={subtitle} json={json} table={table}>
        <p class="notice">
          {known.length === 0
            ? 'No value is known for any year.'
            : `A value is known for only ${counted(known.length, 'year')}, too few for a chart. The table has the figures.`}
        </p>
      </Figure>
    );
  }
  return (
    <Figure title={title} subtitle={subtitle} json={json} table={table}>
      <Chart load={load} data={years} height={height} description={description ?? title} onYear={open} />
    </Figure>
  );
}

const MONEY = ['total_revenue', 'total_budget'] as const;

const valuesOf = (years: readonly YearMeasures[], name: MeasureName) =>
  years.flatMap((row) => (row.year === null ? [] : [{ year: row.year, value: known(row, name) }]));

const hasValue = (row: YearMeasures, field: MeasureName): boolean => known(row, field) !== undefined;

/** Returns the year with the highest value of a measure. */
function peak(
  years: readonly YearMeasures[],
  name: MeasureName,
): { year: number; value: number } | undefined {
  let top: { year: number; value: number } | undefined;
  for (const row of years) {
    const value = known(row, name);
    if (row.year !== null && value !== undefined && value > (top?.value ?? -Infinity)) {
      top = { year: row.year, value };
    }
  }
  return top;
}
