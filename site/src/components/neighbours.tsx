interface Entry {
  readonly href: string;
  readonly name: string;
}

interface NeighboursProps {
  /** The name of the navigation for screen readers. */
  readonly label: string;
  /** All pages in order. */
  readonly entries: readonly Entry[];
  /** The address of the current page. */
  readonly current: string;
}

/** Shows links to the previous and the next page of an ordered list. */
export function Neighbours({ label, entries, current }: NeighboursProps) {
  const index = entries.findIndex(({ href }) => href === current);
  const previous = index > 0 ? entries[index - 1] : undefined;
  const next = index >= 0 ? entries[index + 1] : undefined;
  return (
    <nav aria-label={label}>
      {previous && (
        <a href={previous.href} rel="prev">
          <span aria-hidden="true">← </span>
          {previous.name}
        </a>
      )}
      {next && (
        <a href={next.href} rel="next">
          {next.name}
          <span aria-hidden="true"> →</span>
        </a>
      )}
    </nav>
  );
}
