import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { arrival, goToPart } from './arrival.ts';

interface PageProps {
  /** The heading, and the window's title. */
  readonly title: string;
  /** Whether this is the first page, whose title is the website's. */
  readonly home?: boolean;
  /** Whether the page waits for what its heading will say: then that heading takes the focus, not this one. */
  readonly waiting?: boolean;
  /** A word above the heading that says what kind of page this is, with the way back up. */
  readonly above?: ComponentChildren;
  /** What the page tells, in a sentence or two. */
  readonly standfirst?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A page: its heading takes the focus when the reader came here by a link, so that it is read out. */
export function Page({ title, home = false, waiting = false, above, standfirst, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = home ? SITE : `${title} · ${SITE}`;
  }, [title, home]);
  useLayoutEffect(() => {
    if (!waiting && arrival.take()) heading.current?.focus({ preventScroll: true });
  }, []);
  // Behind the router's layout effect, which goes to the top of a new page.
  useEffect(() => goToPart(location.hash), []);
  return (
    <>
      <header class={waiting ? 'page-head waiting' : 'page-head'}>
        {above && <div class="above">{above}</div>}
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {standfirst && <p class="standfirst">{standfirst}</p>}
      </header>
      {children}
    </>
  );
}

const SITE = 'Movie statistics';
