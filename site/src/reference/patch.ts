/**
 * What Swagger UI leaves out for keyboards and screen readers, done to its elements whenever they come: what scrolls can be
 * reached, and a table is a table.
 */
export function mend(place: HTMLElement): void {
  new MutationObserver(() => {
    for (const code of place.querySelectorAll<HTMLElement>('.microlight:not([tabindex])')) {
      code.tabIndex = 0;
    }
    for (const table of place.querySelectorAll('table[role="region"]')) table.removeAttribute('role');
  }).observe(place, { childList: true, subtree: true });
}
