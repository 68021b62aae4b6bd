import type { ComponentChildren } from 'preact';
import type { Loading } from '../api/use-document.ts';
import { Nothing } from '../pages/not-found.tsx';
import { arrival } from './arrival.ts';
import { Failed, Waiting } from './loaded.tsx';
import { Page } from './page.tsx';

interface LoadedPageProps<T> {
  readonly of: Loading<T>;
  readonly what: string;
  /** The heading of the page while its document isn't there. */
  readonly title: string;
  /** What to say where the API has no such document. */
  readonly nothing: string;
  readonly children: (document: T) => ComponentChildren;
}

/** A page that is nothing without its document: its heading says what is missing where there is none. */
export function LoadedPage<T>({ of, what, title, nothing, children }: LoadedPageProps<T>) {
  if (of.state === 'ready') return <>{children(of.document)}</>;
  if (of.state === 'loading') {
    return (
      <Page title={title} waiting>
        <Waiting what={what} />
      </Page>
    );
  }
  if (of.problem.isNotFound) return <Nothing title={`${title} isn’t there`} text={nothing} />;
  return (
    <Page title={title}>
      <Failed problem={of.problem} retry={() => again(of.retry)} what={what} />
    </Page>
  );
}

/** Asks once more; the heading that comes then takes the focus, as if the reader had just come. */
function again(retry: () => void): void {
  arrival.expect();
  retry();
}
