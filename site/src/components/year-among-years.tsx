import { useCallback, useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addressOf, type YearMeasures } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import type { LoadDraw } from '../charts/drawing.ts';
import type { YearAmong } from '../charts/year-among-years.ts';
import { known } from '../format/measures.ts';
import { counted, money, ordinal } from '../format/numbers.ts';
import { yearHref } from '../format/sentences.ts';
import { Chart } from './chart.tsx';
import { Figure, Key } from './figure.tsx';

const YEARS = addressOf('/v1/stats/year');
const draw: LoadDraw<YearAmong> = () => import('../charts/year-among-years.ts');

/** Compares the revenue of a release year with all other years. */
export function YearAmongYears({ of }: { readonly of: YearMeasures }) {
  const { route } = useLocation();
  const years = useDocument(YEARS);
  const open = useCallback((year: number | null) => route(yearHref(year)), [route]);
  const rows = years.state === 'ready' ? years.document.years : undefined;
  const data = useMemo(
    () => (rows && of.year !== null ? { year: of.year, years: rows } : undefined),
    [rows, of],
  );
  const revenue = known(of, 'total_revenue');
  if (data === undefined) return null;
  if (revenue === undefined) return <p class="notice">No movie of this release year has a known revenue.</p>;
  const dated = data.years.filter((row) => row.year !== null && row.movies_with_revenue > 0);
  const rank = 1 + dated.filter(({ total_revenue }) => total_revenue > revenue).length;
  return (
    <Figure
      title={`Revenue of ${of.year} and all other release years`}
      subtitle={
        <>
          <Key colour="var(--accent)">{of.year}</Key> has the {rank === 1 ? '' : `${ordinal(rank)} `}highest
          revenue of {counted(dated.length, 'release year')} with known revenue; US dollars as given
        </>
      }
      json={YEARS}
    >
      <Chart
        load={draw}
        data={data}
        height={150}
        description={`Bar chart of revenue by release year. The revenue of ${of.year} is ${money(revenue)}, ${rank === 1 ? 'the highest' : `the ${ordinal(rank)} highest`}.`}
        onYear={open}
      />
    </Figure>
  );
}
