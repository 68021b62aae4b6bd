import type { ComponentChildren } from 'preact';

interface FigureProps {
  readonly title: string;
  /** Units and exclusions. */
  readonly subtitle?: ComponentChildren;
  /** The address of the JSON document with the figures. */
  readonly json: string;
  /** The same figures as a table, collapsed below the chart. */
  readonly table?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Shows a chart with its title, units, table and source. */
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
  /** Whether the downloads contain the same figures. The default is true. */
  readonly files?: boolean;
}

/** Shows the source of figures with links to the same data as files. */
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

/** Shows a legend entry within a sentence: a colour and its meaning. */
export function Key({ colour, children }: { readonly colour: string; readonly children: ComponentChildren }) {
  return (
    <span class="key">
      <span class="key-colour" style={{ background: colour }} aria-hidden="true" />
      {children}
    </span>
  );
}
