import type { ComponentChildren } from 'preact';
import type { ApiProblem } from '../api/problem.ts';
import type { Loading } from '../api/use-document.ts';

interface LoadedProps<T> {
  readonly of: Loading<T>;
  /** What is loaded, within the sentence "Loading …". */
  readonly what: string;
  /** The text shown if the document doesn't exist. The default states that no data has been published. */
  readonly missing?: string | undefined;
  readonly children: (document: T) => ComponentChildren;
}

/** Shows content that depends on a document, or its loading or error state. */
export function Loaded<T>({ of, what, missing, children }: LoadedProps<T>) {
  if (of.state === 'ready') return <>{children(of.document)}</>;
  if (of.state === 'loading') return <LoadingMessage what={what} />;
  if (of.problem.isNotFound) return missing ? <p class="notice">{missing}</p> : <NotPublished what={what} />;
  return <LoadError problem={of.problem} retry={of.retry} what={what} />;
}

/** Shows that a request is in progress. The style sheet delays it, so that it doesn't flicker. */
export function LoadingMessage({ what }: { readonly what: string }) {
  return (
    <p class="waiting" role="status">
      Loading {what} …
    </p>
  );
}

/** States that no data has been published. Before the first release the API has no documents. */
function NotPublished({ what }: { readonly what: string }) {
  return (
    <p class="notice">No data has been published yet. This page will show {what} after the first release.</p>
  );
}

interface LoadErrorProps {
  readonly problem: ApiProblem;
  readonly retry: () => void;
  readonly what: string;
}

/** Shows why a request failed, with a button to retry. The focus moves to the content, because the button disappears. */
export function LoadError({ problem, retry, what }: LoadErrorProps) {
  const onRetry = () => {
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
        <button type="button" class="button" onClick={onRetry}>
          Try again
        </button>
      </p>
    </div>
  );
}
