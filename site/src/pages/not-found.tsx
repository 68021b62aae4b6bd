import { useLocation } from 'preact-iso';
import { Page } from '../components/page.tsx';

/** Shows that an address is not a page of the website. */
export function NotFound() {
  const { path } = useLocation();
  return (
    <Page
      title="Page not found"
      standfirst={
        <>
          This website has no page at <code>{path}</code>.
        </>
      }
    >
      <OtherPages />
    </Page>
  );
}

interface MissingDocumentProps {
  readonly title: string;
  readonly text: string;
}

/** Shows that the data has no entry for a page, such as a release year without movies. */
export function MissingDocument({ title, text }: MissingDocumentProps) {
  return (
    <Page title={title} standfirst={text}>
      <OtherPages />
    </Page>
  );
}

function OtherPages() {
  return (
    <ul class="ways">
      <li>
        <a href="/">Overview of all movies</a>
      </li>
      <li>
        <a href="/year">All release years</a>
      </li>
      <li>
        <a href="/genre">All genres</a>
      </li>
      <li>
        <a href="/company">Search production companies</a>
      </li>
    </ul>
  );
}
