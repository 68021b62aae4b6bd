import { addressOf, type DecadeMeasures } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { decadeColumn, measureColumn } from '../components/columns.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Source } from '../components/figure.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';

const DECADES = addressOf('/v1/stats/decade');

const COLUMNS: readonly Column<DecadeMeasures>[] = [
  decadeColumn(),
  measureColumn('movie_count', { bar: true }),
  measureColumn('total_revenue', { bar: true }),
  measureColumn('total_budget', { bar: true }),
  measureColumn('known_profit', { bar: true }),
  measureColumn('movies_with_both'),
  measureColumn('average_popularity', { bar: true }),
  measureColumn('average_vote'),
];

/** Lists all decades. */
export default function DecadesPage() {
  return (
    <Page
      above={<a href="/year">Release years</a>}
      title="Decades"
      standfirst="The decade of a movie is the decade of its release date. The page of each decade lists its release years."
    >
      <Loaded of={useDocument(DECADES)} what="the decades">
        {({ decades }) => (
          <>
            <DataTable
              caption="Movies, money and popularity by decade"
              captionHidden
              columns={COLUMNS}
              rows={decades}
              rowKey={({ decade }) => decade ?? 'unknown'}
              sort={{ key: 'decade', direction: 'descending' }}
              file="decades.csv"
            />
            <Source json={DECADES} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
