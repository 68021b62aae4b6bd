import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { CompanySearch } from '../components/company-search.tsx';
import { LargestCompanies } from '../components/largest-companies.tsx';
import { Page } from '../components/page.tsx';
import { counted } from '../format/numbers.ts';

/** Search of production companies, and the largest of them. */
export default function CompaniesPage() {
  const stats = useDocument(addressOf('/v1/stats'));
  return (
    <Page
      title="Production companies"
      standfirst={`Every company that made or helped to make a movie of the data${
        stats.state === 'ready' ? `: ${counted(stats.document.company_count, 'company', 'companies')}` : ''
      }. One company can have several ids in the dataset, and then stands here several times.`}
    >
      <CompanySearch />
      <LargestCompanies />
    </Page>
  );
}
