import { decadeHref, decadeName, decadeOf } from '../format/sentences.ts';

/** Shows links to all release years with one row per decade. */
export function YearLinks({ years }: { readonly years: readonly number[] }) {
  const decades = [...Map.groupBy(years, decadeOf)].reverse();
  return (
    <nav class="decades" aria-label="Years by decade">
      {decades.map(([decade, of]) => (
        <div class="decade" key={decade}>
          <a class="decade-name" href={decadeHref(decade)}>
            {decadeName(decade)}
          </a>
          <ul>
            {of.map((year) => (
              <li key={year}>
                <a href={`/year/${year}`}>{year}</a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
