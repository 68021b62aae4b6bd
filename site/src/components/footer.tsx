import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { ago, monthInWords } from '../format/dates.ts';
import { useTheme } from '../theme.ts';

/** How old the data is, whose it is, and the light. */
export function Footer() {
  const [theme, toggle] = useTheme();
  return (
    <footer class="footer">
      <div class="footer-inner">
        <p class="footer-words">
          <Freshness /> Figures come from{' '}
          <a href="https://www.kaggle.com/datasets/rounakbanik/the-movies-dataset">The Movies Dataset</a> and
          are as good as it is. <a href="/about">What they mean</a>
        </p>
        <button type="button" class="button" onClick={toggle}>
          {theme === 'dark' ? 'Light' : 'Dark'} theme
        </button>
      </div>
    </footer>
  );
}

/** One line about the release; nothing where it isn't known, because the pages tell their own errors. */
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
