/** Shows links to all release years with one row per decade. */
export function YearLinks({ years }: { readonly years: readonly number[] }) {
  const decades = [...Map.groupBy(years, (year) => Math.floor(year / 10) * 10)].reverse();
  return (
    <nav class="decades" aria-label="Years by decade">
      {decades.map(([decade, of]) => (
        <div class="decade" key={decade}>
          <span class="decade-name">{decade}s</span>
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
