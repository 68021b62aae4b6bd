import type { ComponentChildren } from 'preact';
import type { ApiProblem } from '../api/problem.ts';
import type { Loading } from '../api/use-document.ts';

interface LoadedProps<T> {
  readonly of: Loading<T>;
  /** What is loaded, within the sentence "Loading …". */
  readonly what: string;
  /** What to say where the API has no such document, if that doesn't mean that nothing is published yet. */
  readonly nothing?: string | undefined;
  readonly children: (document: T) => ComponentChildren;
}

/** What depends on a document: shown when it is there, and until then how it stands. */
export function Loaded<T>({ of, what, nothing, children }: LoadedProps<T>) {
  if (of.state === 'ready') return <>{children(of.document)}</>;
  if (of.state === 'loading') return <Waiting what={what} />;
  if (of.problem.isNotFound) return nothing ? <p class="notice">{nothing}</p> : <NothingYet what={what} />;
  return <Failed problem={of.problem} retry={of.retry} what={what} />;
}

/** Says that something is under way; to the eye only if it takes a while. */
export function Waiting({ what }: { readonly what: string }) {
  return (
    <p class="waiting" role="status">
      Loading {what} …
    </p>
  );
}

/** Says why a list that there always is isn't there: the API has no document before its first release. */
function NothingYet({ what }: { readonly what: string }) {
  return (
    <p class="notice">
      Nothing has been published yet. Once the first month’s data is in, {what} will be here.
    </p>
  );
}

interface FailedProps {
  readonly problem: ApiProblem;
  readonly retry: () => void;
  readonly what: string;
}

/** Says why something isn't there, with a way to ask again, which keeps the focus near. */
export function Failed({ problem, retry, what }: FailedProps) {
  const again = () => {
    document.getElementById('content')?.focus({ preventScroll: true });
    retry();
  };
  return (
    <div class="notice" role="alert">
      <p>
        <strong>Could not load {what}.</strong> {problem.title}
        {problem.status > 0 && ` (status ${problem.status})`}. {problem.detail}
      </p>
      <p>
        <button type="button" class="button" onClick={again}>
          Try again
        </button>
      </p>
    </div>
  );
}
