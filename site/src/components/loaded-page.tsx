import type { ComponentChildren } from 'preact';
import type { Loading } from '../api/use-document.ts';
import { MissingDocument } from '../pages/not-found.tsx';
import { LoadError, LoadingMessage } from './loaded.tsx';
import { headingFocus } from './navigation.ts';
import { Page } from './page.tsx';

interface LoadedPageProps<T> {
  readonly of: Loading<T>;
  /** What is loaded, within the sentence "Loading …". */
  readonly what: string;
  /** The heading of the page before its document is loaded. */
  readonly title: string;
  /** The text shown if the document doesn't exist. */
  readonly missing: string;
  readonly children: (document: T) => ComponentChildren;
}

/** Shows a page that depends on one document, or its loading or error state. */
export function LoadedPage<T>({ of, what, title, missing, children }: LoadedPageProps<T>) {
  if (of.state === 'ready') return <>{children(of.document)}</>;
  if (of.state === 'loading') {
    return (
      <Page title={title} waiting>
        <LoadingMessage what={what} />
      </Page>
    );
  }
  if (of.problem.isNotFound) return <MissingDocument title={`${title} was not found`} text={missing} />;
  return (
    <Page title={title}>
      <LoadError problem={of.problem} retry={() => retryWithFocus(of.retry)} what={what} />
    </Page>
  );
}

/** Retries the request and moves the focus to the heading of the loaded page. */
function retryWithFocus(retry: () => void): void {
  headingFocus.request();
  retry();
}
