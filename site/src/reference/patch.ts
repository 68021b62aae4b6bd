/**
 * Fixes the accessibility of Swagger UI's elements as they are added: scrollable code becomes focusable by keyboard, and
 * tables lose the role that hides their structure from screen readers.
 */
export function patchAccessibility(container: HTMLElement): void {
  new MutationObserver(() => {
    for (const code of container.querySelectorAll<HTMLElement>('.microlight:not([tabindex])')) {
      code.tabIndex = 0;
    }
    for (const table of container.querySelectorAll('table[role="region"]')) table.removeAttribute('role');
  }).observe(container, { childList: true, subtree: true });
}
