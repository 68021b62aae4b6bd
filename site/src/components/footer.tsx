import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { ago, monthInWords } from '../format/dates.ts';
import { useTheme } from '../theme.ts';

/** Shows the age and the source of the data, and the theme switch. */
export function Footer() {
  const [theme, toggle] = useTheme();
  return (
    <footer class="footer">
      <div class="footer-inner">
        <p class="footer-words">
          <Freshness /> All figures are computed from{' '}
          <a href="https://www.kaggle.com/datasets/rounakbanik/the-movies-dataset">The Movies Dataset</a> and
          share its gaps and errors. <a href="/about">About the figures</a>
        </p>
        <button type="button" class="button" onClick={toggle}>
          {theme === 'dark' ? 'Light' : 'Dark'} theme
        </button>
      </div>
    </footer>
  );
}

/** Shows the age of the release. Shows nothing on an error, because each page reports its own errors. */
function Freshness() {
  const status = useDocument(addressOf('/v1/status'));
  if (status.state !== 'ready' || status.document.month === null) return null;
  const { month, published_at } = status.document;
  return (
    <>
      Data of <a href="/status">{monthInWords(month)}</a>, published{' '}
      <time dateTime={published_at}>{ago(published_at, Date.now())}</time>.
    </>
  );
}
