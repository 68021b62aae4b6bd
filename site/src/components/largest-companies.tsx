import { useLocation } from 'preact-iso';
import { addressOf, type Companies, type CompanyEntry } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { count } from '../format/numbers.ts';
import { companyColumn, idColumn, measureColumns } from './columns.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Source } from './figure.tsx';
import { Loaded } from './loaded.tsx';

const COLUMNS: readonly Column<CompanyEntry>[] = [
  idColumn,
  companyColumn(),
  ...measureColumns<CompanyEntry>(),
];

/** Lists the production companies by total revenue, in the pages of the API. The address contains the page: `?page=2`. */
export function LargestCompanies() {
  const { query } = useLocation();
  const page = /^[1-9]\d{0,5}$/.test(query.page ?? '') ? query.page! : '1';
  const address =
    page === '1' ? addressOf('/v1/stats/company') : addressOf('/v1/stats/company/page/{page}', page);
  return (
    <section class="wide" aria-labelledby="largest">
      <h2 id="largest">By revenue</h2>
      <p class="note">
        Production companies ordered by the total known revenue of their movies. A movie counts in full for
        each of its companies. The <a href="/ranking">rankings</a> order companies by other measures.
      </p>
      <Loaded
        of={useDocument<Companies>(address)}
        what="the companies"
        missing={page === '1' ? undefined : `The list of companies has fewer than ${page} pages.`}
      >
        {(document) => <OnePage document={document} address={address} />}
      </Loaded>
    </section>
  );
}

function OnePage({ document, address }: { readonly document: Companies; readonly address: string }) {
  const { companies, page, pages } = document;
  if (companies.length === 0) return <p class="notice">The data has no production companies.</p>;
  return (
    <>
      <DataTable
        key={page}
        caption={`Production companies by revenue, page ${page} of ${pages}`}
        columns={COLUMNS}
        rows={companies}
        rowKey={({ id }) => id}
        sortable={false}
        first={50}
        file={`companies-page-${page}.csv`}
      />
      <nav class="neighbours" aria-label="Pages of companies">
        {page > 1 && (
          <a href={pageHref(page - 1)} rel="prev">
            <span aria-hidden="true">← </span>Larger
          </a>
        )}
        <span>
          Page {count(page)} of {count(pages)}
        </span>
        {page < pages && (
          <a href={pageHref(page + 1)} rel="next">
            Smaller<span aria-hidden="true"> →</span>
          </a>
        )}
      </nav>
      <Source json={address} />
    </>
  );
}

const pageHref = (page: number): string => (page === 1 ? '/company' : `/company?page=${page}`);
