import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FoundCompany } from '../api/company-search.ts';
import { counted, money } from '../format/numbers.ts';

/** The number of companies shown before the user clicks "Show all". */
const FIRST = 20;

interface FoundCompaniesProps {
  readonly companies: readonly FoundCompany[];
  readonly list: RefObject<HTMLUListElement | null>;
  /** Whether these are the results of the previous query while a new search is in progress. */
  readonly waiting: boolean;
  /** Called on the up arrow at the first company and on Escape. */
  readonly onLeave: () => void;
}

/** Shows search results as links with arrow key navigation. */
export function FoundCompanies({ companies, list, waiting, onLeave }: FoundCompaniesProps) {
  const [all, setAll] = useState(false);
  useEffect(() => setAll(false), [companies]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onLeave();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const next = links.indexOf(document.activeElement as HTMLAnchorElement) + step;
    if (next < 0) onLeave();
    else links[next]?.focus();
  };
  if (companies.length === 0) return null;
  return (
    <>
      <ul class={waiting ? 'found found-waiting' : 'found'} ref={list} onKeyDown={onKeyDown}>
        {companies
          .slice(0, all ? companies.length : FIRST)
          .map(({ id, name, movie_count, total_revenue }) => (
            <li key={id}>
              <a href={`/company/${id}`}>
                <bdi>{name}</bdi>
              </a>{' '}
              <span class="soft">
                {counted(movie_count, 'movie')}
                {total_revenue > 0 && `, revenue ${money(total_revenue)}`}
              </span>
            </li>
          ))}
      </ul>
      {!all && companies.length > FIRST && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          Show all {companies.length}
        </button>
      )}
    </>
  );
}
