import type { ComponentChildren } from 'preact';
import type { CompanyEntry, Movie } from '../api/documents.ts';
import { companyColumn, measureColumns, movieColumns } from './columns.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Source } from './figure.tsx';
import { Section } from './section.tsx';

/** So many rows stand there before one asks for the rest. */
const FIRST_ROWS = 10;

interface GroupProps {
  /** What movies are of, in a sentence: `year`, `genre`, `company`. */
  readonly kind: 'year' | 'genre' | 'company';
  /** The group's own name, for the table's caption. */
  readonly name: string;
  /** How the names of kept files begin. */
  readonly file: string;
  /** Where the document with the list is. */
  readonly json: string;
}

/** The part of a group's page that lists its movies with the highest revenue. */
export function TopMovies(
  props: GroupProps & { readonly movies: readonly Movie[]; readonly text: ComponentChildren },
) {
  const { kind, name, file, json, movies, text } = props;
  return (
    <Section id="movies" title="Highest revenue" text={text}>
      {movies.length > 0 ? (
        <DataTable
          caption={`Movies with the highest revenue, ${name}`}
          captionHidden
          columns={movieColumns}
          rows={movies}
          rowKey={({ id }) => id}
          sort={{ key: 'revenue', direction: 'descending' }}
          first={FIRST_ROWS}
          file={`${file}-movies.csv`}
        />
      ) : (
        <p class="notice">No revenue is known of any movie of this {kind}.</p>
      )}
      <Source json={json} />
    </Section>
  );
}

const COMPANIES: readonly Column<CompanyEntry>[] = [companyColumn(), ...measureColumns<CompanyEntry>()];

/** The part of a group's page that lists the companies with the highest revenue within it. */
export function TopCompanies(props: GroupProps & { readonly companies: readonly CompanyEntry[] }) {
  const { kind, name, file, json, companies } = props;
  return (
    <Section
      id="companies"
      title="Companies"
      text={
        <p>
          The production companies with the highest revenue within the {kind}, at most 50. A movie counts for
          each company that made it.
        </p>
      }
    >
      {companies.length > 0 ? (
        <DataTable
          caption={`Production companies with the highest revenue, ${name}`}
          captionHidden
          columns={COMPANIES}
          rows={companies}
          rowKey={({ id }) => id}
          first={FIRST_ROWS}
          file={`${file}-companies.csv`}
        />
      ) : (
        <p class="notice">No production company is given for any movie of this {kind}.</p>
      )}
      <Source json={json} />
    </Section>
  );
}
