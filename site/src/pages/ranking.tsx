import { useRoute } from 'preact-iso';
import { addressOf, type DocumentAt, type Measures } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { Amount } from '../components/amount.tsx';
import { companyColumn, genreColumn, measureColumn, yearColumn } from '../components/columns.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Source } from '../components/figure.tsx';
import { LoadedPage } from '../components/loaded-page.tsx';
import { Page } from '../components/page.tsx';
import { RankingSwitch } from '../components/ranking-switch.tsx';
import type { MeasureName } from '../format/measures.ts';
import { type RankedMeasure, type RankingGroup, rankedMeasure } from '../format/rankings.ts';

type Ranking = DocumentAt<
  | '/v1/stats/ranking/year/{measure}'
  | '/v1/stats/ranking/genre/{measure}'
  | '/v1/stats/ranking/company/{measure}'
>;
type Entry = Ranking['entries'][number];

/** Shows a ranking. */
export default function RankingPage() {
  const { group, measure } = useRoute().params as { group: RankingGroup; measure: string };
  const address = addressOf(`/v1/stats/ranking/${group}/{measure}`, measure);
  return (
    <LoadedPage
      of={useDocument<Ranking>(address)}
      what="the ranking"
      title="This ranking"
      missing="There is no ranking by this measure."
    >
      {(ranking) => <OneRanking ranking={ranking} address={address} />}
    </LoadedPage>
  );
}

function OneRanking({ ranking, address }: { readonly ranking: Ranking; readonly address: string }) {
  const { group, measure, title, description, entries } = ranking;
  return (
    <Page above={<a href="/ranking">Rankings</a>} title={title} standfirst={description}>
      <RankingSwitch group={group} measure={measure} />
      <div class="ranking">
        {NOTES[measure] && (
          <p class="note">
            {NOTES[measure]} <a href="/about#profit">Known profit and total profit</a>
          </p>
        )}
        {entries.length === 0 ? (
          <p class="notice">No entry of the data reaches the minimums of this ranking.</p>
        ) : (
          <DataTable<Entry>
            key={`${group} ${measure}`}
            caption={title}
            captionHidden
            columns={columnsOf(ranking)}
            rows={entries}
            rowKey={({ rank }) => rank}
            sortable={false}
            first={50}
            file={`ranking-${group}-${measure.replaceAll('_', '-')}.csv`}
          />
        )}
        <Source json={address} />
      </div>
    </Page>
  );
}

/** Notes on the interpretation of rankings. */
const NOTES: Partial<Record<RankedMeasure, string>> = {
  total_profit:
    'Total profit counts unknown budgets and revenues as 0, so it reflects gaps in the data as well as earnings.',
  known_profit: 'Movies with an unknown budget or revenue are not included.',
  return_on_budget: '2.00× means that the known profit is twice the budget.',
};

/** The measures shown after the measure of the ranking. */
const FURTHER_MEASURES: readonly MeasureName[] = [
  'movie_count',
  'movies_with_both',
  'total_revenue',
  'total_budget',
  'known_profit',
];

function columnsOf(ranking: Ranking): Column<Entry>[] {
  const { title, kind } = rankedMeasure(ranking.measure);
  const ranked: Column<Entry>[] = [
    { key: 'rank', title: 'Rank', numeric: true, value: ({ rank }) => rank },
    nameColumn(ranking.group) as Column<Entry>,
    {
      key: 'value',
      title,
      numeric: true,
      bar: true,
      value: ({ value }) => value,
      show: ({ value }) => <Amount kind={kind} value={value} />,
    },
  ];
  const knownSums =
    ranking.measure === 'return_on_budget'
      ? [knownSum('known_budget', 'Known budget'), knownSum('known_revenue', 'Known revenue')]
      : [];
  const measures = FURTHER_MEASURES.filter(
    (name) => name !== ranking.measure && !(knownSums.length > 0 && name.startsWith('total_')),
  ).map((name) => measureColumn<Measures>(name));
  return [...ranked, ...knownSums, ...measures];
}

function nameColumn(group: RankingGroup): unknown {
  if (group === 'year') return { ...yearColumn(), numeric: false };
  return group === 'genre' ? genreColumn() : companyColumn();
}

const knownSum = (key: 'known_budget' | 'known_revenue', title: string): Column<Entry> => ({
  key,
  title,
  note: 'The sum over the movies with known budget and revenue.',
  numeric: true,
  value: (entry) => entry[key],
  show: (entry) => <Amount kind="money" value={entry[key]} />,
});
