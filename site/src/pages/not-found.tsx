import { useLocation } from 'preact-iso';
import { Page } from '../components/page.tsx';

/** The page for an address that the website doesn't have. */
export function NotFound() {
  const { path } = useLocation();
  return (
    <Page
      title="There is no such page"
      standfirst={
        <>
          Nothing is at <code>{path}</code>.
        </>
      }
    >
      <Elsewhere />
    </Page>
  );
}

interface NothingProps {
  readonly title: string;
  readonly text: string;
}

/** The page for an address that could exist, but nothing in the data does. */
export function Nothing({ title, text }: NothingProps) {
  return (
    <Page title={title} standfirst={text}>
      <Elsewhere />
    </Page>
  );
}

function Elsewhere() {
  return (
    <ul class="ways">
      <li>
        <a href="/">All movies at a glance</a>
      </li>
      <li>
        <a href="/year">Every release year</a>
      </li>
      <li>
        <a href="/genre">Every genre</a>
      </li>
      <li>
        <a href="/company">Search the production companies</a>
      </li>
    </ul>
  );
}
