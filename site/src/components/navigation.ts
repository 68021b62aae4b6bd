let requested = false;

/** Keeps a request to focus the heading of the next page, from a navigation until the heading is rendered. */
export const headingFocus = {
  request(): void {
    requested = true;
  },
  /** Returns true once after each request. */
  take(): boolean {
    const taken = requested;
    requested = false;
    return taken;
  },
};

/** Scrolls to the element that a fragment such as `#profit` names, if it exists. */
export function scrollToFragment(hash: string): void {
  const target = hash === '' ? null : document.getElementById(hash.slice(1));
  target?.scrollIntoView();
}
