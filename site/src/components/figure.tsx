import type { ComponentChildren } from 'preact';

interface FigureProps {
  /** What is shown. */
  readonly title: string;
  /** Units, and what is left out. */
  readonly subtitle?: ComponentChildren;
  /** Where the figures are, as JSON. */
  readonly json: string;
  /** The same figures as a table, folded away below the chart. */
  readonly table?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A chart with what belongs to it: what it shows, its units, its table, its source. */
export function Figure({ title, subtitle, json, table, children }: FigureProps) {
  return (
    <figure class="figure">
      <figcaption>
        <h3 class="figure-title">{title}</h3>
        {subtitle && <p class="figure-subtitle">{subtitle}</p>}
      </figcaption>
      {children}
      {table && (
        <details class="figure-table">
          <summary>The figures as a table</summary>
          {table}
        </details>
      )}
      <Source json={json} />
    </figure>
  );
}

interface SourceProps {
  readonly json: string;
  /** Whether the downloads have the same figures, too. */
  readonly files?: boolean;
}

/** Where figures come from, and where to have them. */
export function Source({ json, files = true }: SourceProps) {
  return (
    <p class="source">
      Source: The Movies Dataset. Data: <a href={json}>JSON</a>
      {files && (
        <>
          , <a href="/downloads">CSV and Parquet</a>
        </>
      )}
    </p>
  );
}

/** A colour and what it stands for, within a sentence. */
export function Key({ colour, children }: { readonly colour: string; readonly children: ComponentChildren }) {
  return (
    <span class="key">
      <span class="key-colour" style={{ background: colour }} aria-hidden="true" />
      {children}
    </span>
  );
}
