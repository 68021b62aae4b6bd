import { addressOf, type Status } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { Amount } from '../components/amount.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Facts } from '../components/facts.tsx';
import { Source } from '../components/figure.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { ago, monthInWords, timeInWords } from '../format/dates.ts';
import { count, counted, percent } from '../format/numbers.ts';
import { reasonInWords, reasonTotals } from '../format/reasons.ts';

const STATUS = addressOf('/v1/status');

type Month = Status['months'][number];

const rowColumn = (key: 'read' | 'accepted' | 'quarantined' | 'duplicates', title: string, note: string) => ({
  key,
  title,
  note,
  numeric: true,
  value: (month: Month) => month[key],
  show: (month: Month) => <Amount kind="count" value={month[key]} />,
});

const MONTHS: readonly Column<Month>[] = [
  { key: 'month', title: 'Month', value: ({ month }) => month, show: ({ month }) => monthInWords(month) },
  rowColumn('read', 'Rows read', 'Rows of movies_metadata.csv'),
  rowColumn('accepted', 'Accepted', 'Rows added to the tables'),
  rowColumn('quarantined', 'Quarantined', 'Rows quarantined because a column is invalid'),
  rowColumn('duplicates', 'Duplicates', 'Rows superseded by a later row of the same movie in the same month'),
  {
    key: 'reasons',
    title: 'Quarantined rows by reason',
    long: true,
    value: reasonsOf,
    show: (month) => reasonsOf(month) || 'None',
  },
  {
    key: 'run_id',
    title: 'Run',
    value: ({ run_id }) => run_id,
    show: ({ run_id }) => <code class="id">{run_id}</code>,
  },
];

/** Shows the ingested months and the live release. */
export default function StatusPage() {
  const status = useDocument(STATUS);
  return (
    <Page
      title="Status of the data"
      standfirst="Every month a new delivery of the dataset is ingested. Each row is accepted as a whole or quarantined as a whole with the reasons."
    >
      <Loaded of={status} what="the status">
        {(document) => <OneStatus status={document} />}
      </Loaded>
    </Page>
  );
}

function OneStatus({ status }: { readonly status: Status }) {
  if (status.month === null) return <p class="notice">No month has been published yet.</p>;
  const rows = status.months.reduce((sum, { read }) => sum + read, 0);
  const quarantinedRows = status.months.reduce((sum, { quarantined }) => sum + quarantined, 0);
  const totals = reasonTotals(status.months);
  return (
    <>
      <Facts
        facts={[
          { name: 'Newest month', value: monthInWords(status.month) },
          {
            name: 'Published',
            value: ago(status.published_at, Date.now()),
            note: <time dateTime={status.published_at}>{timeInWords(status.published_at)}</time>,
          },
          { name: 'Movies', value: count(status.movie_count), note: 'in all months together' },
          {
            name: 'Quarantined rows',
            value: count(quarantinedRows),
            note: `${percent(quarantinedRows, rows)} of ${counted(rows, 'row')} read`,
          },
        ]}
      />
      <section class="wide" aria-labelledby="months">
        <h2 id="months">Months</h2>
        <p>
          In every month, <em>rows read</em> = <em>accepted</em> + <em>quarantined</em> + <em>duplicates</em>.
          If a movie is in several months, the newest month applies.
        </p>
        <DataTable
          caption="Rows of movies_metadata.csv by ingest month"
          columns={MONTHS}
          rows={status.months}
          rowKey={({ month }) => month}
          sort={{ key: 'month', direction: 'descending' }}
          file="months.csv"
        />
        <Source json={STATUS} files={false} />
      </section>
      <Section
        id="reasons"
        title="Reasons of quarantine"
        text={
          <p>
            A row with several reasons counts once for each. Quarantined rows are kept unchanged. If the movie
            has an older accepted row, that row remains in use.
          </p>
        }
      >
        {totals.length === 0 ? (
          <p class="notice">No month has quarantined rows.</p>
        ) : (
          <DataTable
            caption="Reasons over all months"
            captionHidden
            columns={REASONS}
            rows={totals}
            rowKey={({ code }) => code}
            file="reasons.csv"
          />
        )}
      </Section>
      <Section id="release" title="Live release">
        <p>
          The API serves the release of run <code class="id">{status.run_id}</code>. A new release replaces
          all documents at once.
        </p>
      </Section>
    </>
  );
}

const REASONS: readonly Column<{ code: string; rows: number }>[] = [
  { key: 'reason', title: 'Reason', value: ({ code }) => code, show: ({ code }) => reasonInWords(code) },
  { key: 'code', title: 'Code', value: ({ code }) => code, show: ({ code }) => <code>{code}</code> },
  {
    key: 'rows',
    title: 'Rows',
    numeric: true,
    bar: true,
    value: ({ rows }) => rows,
    show: ({ rows }) => count(rows),
  },
];

/** Lists the reasons of a month with their number of rows, most rows first. */
function reasonsOf({ reasons }: Month): string {
  return reasonTotals([{ reasons }])
    .map(({ code, rows }) => `${code} ${count(rows)}`)
    .join(', ');
}
