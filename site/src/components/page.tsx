import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { headingFocus, scrollToFragment } from './navigation.ts';

interface PageProps {
  /** The heading, and the title of the window. */
  readonly title: string;
  /** Whether this is the home page. The title of its window is the website's name. */
  readonly home?: boolean;
  /** Whether the page is loading. The heading of a loading page doesn't take the focus. */
  readonly waiting?: boolean;
  /** Links above the heading, the first to the parent page. */
  readonly above?: ComponentChildren;
  /** A summary of one or two sentences. */
  readonly standfirst?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Shows a page. After a navigation its heading takes the focus, so that screen readers announce it. */
export function Page({ title, home = false, waiting = false, above, standfirst, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = home ? SITE : `${title} · ${SITE}`;
  }, [title, home]);
  useLayoutEffect(() => {
    if (!waiting && headingFocus.take()) heading.current?.focus({ preventScroll: true });
  }, []);
  // Runs after the router's layout effect, which scrolls to the top of a new page.
  useEffect(() => scrollToFragment(location.hash), []);
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
