import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../api/client.ts';
import { isSearchable, type SearchResult, searchCompanies } from '../api/company-search.ts';
import { ApiProblem, noAnswer } from '../api/problem.ts';
import { count, counted } from '../format/numbers.ts';
import { FoundCompanies } from './found-companies.tsx';
import { LoadError } from './loaded.tsx';

/** Delay between the last input and the request, in ms. */
const DEBOUNCE = 150;

interface Answer {
  readonly query: string;
  readonly result?: SearchResult;
  readonly problem?: ApiProblem;
}

/** Shows a field that searches production companies as the user types. The address contains the query: `?q=`. */
export function CompanySearch() {
  const { query, route } = useLocation();
  const [text, setText] = useState(query.q ?? '');
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer>();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const search = text.trim();

  useEffect(() => {
    if (!isSearchable(search)) return setAnswer(undefined);
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => {
      searchCompanies(api, search, signal).then(
        (result) => signal.aborted || setAnswer({ query: search, result }),
        (error: unknown) => {
          const problem = error instanceof ApiProblem ? error : noAnswer(error);
          if (!signal.aborted) setAnswer({ query: search, problem });
        },
      );
    }, DEBOUNCE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [search, attempt]);

  const onInput = (input: string) => {
    setText(input);
    const q = input.trim();
    route(q === '' ? '/company' : `/company?q=${encodeURIComponent(q)}`, true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const first = list.current?.querySelector('a');
    if (!first || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return;
    event.preventDefault();
    if (event.key === 'Enter') first.click();
    else first.focus();
  };

  return (
    <search class="search">
      <label class="search-label" for="company-name">
        Search production companies by name
      </label>
      <input
        id="company-name"
        class="search-field"
        type="search"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        aria-describedby="company-help"
        ref={field}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p id="company-help" class="note">
        Enter the beginning of any word of the name: <em>disney</em> finds Walt Disney Pictures. Use the arrow
        keys to move through the results.
      </p>
      <p class="search-status" role="status">
        {statusText(search, answer)}
      </p>
      {answer?.problem && !answer.problem.isNotFound && (
        <LoadError
          problem={answer.problem}
          what="the companies"
          retry={() => {
            setAnswer(undefined);
            setAttempt((n) => n + 1);
          }}
        />
      )}
      {answer?.result && (
        <FoundCompanies
          companies={answer.result.companies}
          list={list}
          waiting={answer.query !== search}
          onLeave={() => field.current?.focus()}
        />
      )}
    </search>
  );
}

/** Returns the state of the search as a sentence. */
function statusText(search: string, answer: Answer | undefined): string {
  if (search === '') return '';
  if (!isSearchable(search)) return 'Enter at least one letter or digit.';
  if (answer?.query !== search) return `Searching for “${search}” …`;
  // Before the first release the API has no search index.
  if (answer.problem?.isNotFound) return 'No data has been published yet, so no company can be found.';
  if (answer.result === undefined) return '';
  const { companies, total } = answer.result;
  if (total === 0) {
    return `No company name contains a word that begins with “${search}”. Enter fewer letters or another word of the name.`;
  }
  if (companies.length < total) {
    return `${counted(total, 'company', 'companies')} found. The list shows the ${count(companies.length)} with the highest revenue. Enter more letters to narrow the search.`;
  }
  return `${counted(total, 'company', 'companies')} found.`;
}
