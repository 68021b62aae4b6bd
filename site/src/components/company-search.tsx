import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../api/client.ts';
import { type Found, isSearchable, searchCompanies } from '../api/company-search.ts';
import { ApiProblem, noAnswer } from '../api/problem.ts';
import { count, counted } from '../format/numbers.ts';
import { FoundCompanies } from './found-companies.tsx';
import { Failed } from './loaded.tsx';

/** How long the reader must have stopped typing before the API is asked, in ms. */
const PAUSE = 150;

interface Answer {
  readonly text: string;
  readonly found?: Found;
  readonly problem?: ApiProblem;
}

/** A field that finds companies while the reader types; `?q=` in the address keeps what was typed. */
export function CompanySearch() {
  const { query, route } = useLocation();
  const [text, setText] = useState(query.q ?? '');
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer>();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const asked = text.trim();

  useEffect(() => {
    if (!isSearchable(asked)) return setAnswer(undefined);
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => {
      searchCompanies(api, asked, signal).then(
        (found) => signal.aborted || setAnswer({ text: asked, found }),
        (error: unknown) => {
          const problem = error instanceof ApiProblem ? error : noAnswer(error);
          if (!signal.aborted) setAnswer({ text: asked, problem });
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked, attempt]);

  const remember = (typed: string) => {
    setText(typed);
    const q = typed.trim();
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
        Find a company by its name
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
        onInput={(event) => remember(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p id="company-help" class="note">
        Any word of the name will do: <em>disney</em> finds Walt Disney Pictures. Arrow keys go through what
        is found.
      </p>
      <p class="search-told" role="status">
        {told(asked, answer)}
      </p>
      {answer?.problem && !answer.problem.isNotFound && (
        <Failed
          problem={answer.problem}
          what="the companies"
          retry={() => {
            setAnswer(undefined);
            setAttempt((n) => n + 1);
          }}
        />
      )}
      {answer?.found && (
        <FoundCompanies
          companies={answer.found.companies}
          list={list}
          waiting={answer.text !== asked}
          onLeave={() => field.current?.focus()}
        />
      )}
    </search>
  );
}

/** How the search stands, in a sentence. */
function told(asked: string, answer: Answer | undefined): string {
  if (asked === '') return '';
  if (!isSearchable(asked)) return 'Names are found by their letters and digits: type at least one.';
  if (answer?.text !== asked) return `Looking for “${asked}” …`;
  // The API has no names to look through before its first release.
  if (answer.problem?.isNotFound) return 'Nothing has been published yet, so there is no company to find.';
  if (answer.found === undefined) return '';
  const { companies, total } = answer.found;
  if (total === 0) {
    return `No company’s name has a word that begins with “${asked}”. Try fewer letters, or another word of the name.`;
  }
  if (companies.length < total) {
    return `${counted(total, 'company', 'companies')} found. Here are the ${count(companies.length)} with the highest revenue; more letters narrow it down.`;
  }
  return `${counted(total, 'company', 'companies')} found.`;
}
