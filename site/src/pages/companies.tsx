import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { CompanySearch } from '../components/company-search.tsx';
import { LargestCompanies } from '../components/largest-companies.tsx';
import { Page } from '../components/page.tsx';
import { counted } from '../format/numbers.ts';

/** Shows the search of production companies and their list by revenue. */
export default function CompaniesPage() {
  const stats = useDocument(addressOf('/v1/stats'));
  return (
    <Page
      title="Production companies"
      standfirst={`All production companies of the movies in the data${
        stats.state === 'ready' ? `: ${counted(stats.document.company_count, 'company', 'companies')}` : ''
      }. A company with several ids in the dataset is listed once for each id.`}
    >
      <CompanySearch />
      <LargestCompanies />
    </Page>
  );
}
