import { addressOf, type Status } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { Amount } from '../components/amount.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Facts } from '../components/facts.tsx';
import { Source } from '../components/figure.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { ago, momentInWords, monthInWords } from '../format/dates.ts';
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
  rowColumn('accepted', 'Accepted', 'Rows that stand in the tables'),
  rowColumn('quarantined', 'Quarantined', 'Rows kept aside because a column was faulty'),
  rowColumn('duplicates', 'Duplicates', 'Rows superseded by a later row of the same movie in the same month'),
  {
    key: 'reasons',
    title: 'Why rows were quarantined',
    long: true,
    value: reasonsOf,
    show: (month) => reasonsOf(month) || 'None was',
  },
  {
    key: 'run_id',
    title: 'Run',
    value: ({ run_id }) => run_id,
    show: ({ run_id }) => <code class="id">{run_id}</code>,
  },
];

/** What was ingested when, and how it went. */
export default function StatusPage() {
  const status = useDocument(STATUS);
  return (
    <Page
      title="What was ingested when"
      standfirst="Every month a new drop of the dataset is read. Each of its rows is accepted whole or set aside whole, with the reason; none is dropped silently."
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
  const aside = status.months.reduce((sum, { quarantined }) => sum + quarantined, 0);
  const totals = reasonTotals(status.months);
  return (
    <>
      <Facts
        facts={[
          { name: 'Newest month', value: monthInWords(status.month) },
          {
            name: 'Published',
            value: ago(status.published_at, Date.now()),
            note: <time dateTime={status.published_at}>{momentInWords(status.published_at)}</time>,
          },
          { name: 'Movies', value: count(status.movie_count), note: 'different ones, over all months' },
          {
            name: 'Rows set aside',
            value: count(aside),
            note: `${percent(aside, rows)} of ${counted(rows, 'row')} read`,
          },
        ]}
      />
      <section class="wide" aria-labelledby="months">
        <h2 id="months">Months</h2>
        <p>
          For every month, <em>read</em> is <em>accepted</em> + <em>quarantined</em> + <em>duplicates</em>. Of
          a movie that comes in several months, the newest version counts.
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
        title="Why rows are set aside"
        text={
          <p>
            A row with several faults counts under each. It stays in quarantine as it came, and an older
            version of the movie goes on counting.
          </p>
        }
      >
        {totals.length === 0 ? (
          <p class="notice">No row of any month had to be set aside.</p>
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
      <Section id="release" title="The release">
        <p>
          What the API serves now was made by run <code class="id">{status.run_id}</code>. A run replaces
          everything at once: readers see the release before or the new one, never a mix.
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

/** The reasons of one month with their rows, most frequent first. */
function reasonsOf({ reasons }: Month): string {
  return reasonTotals([{ reasons }])
    .map(({ code, rows }) => `${code} ${count(rows)}`)
    .join(', ');
}
