import type { ComponentChildren } from 'preact';
import type { CompanyEntry, Movie } from '../api/documents.ts';
import { companyColumn, idColumn, measureColumns, movieColumns } from './columns.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Source } from './figure.tsx';
import { Section } from './section.tsx';

/** The number of rows shown before the user clicks "Show all". */
const FIRST_ROWS = 10;

interface GroupProps {
  /** The kind of the group, within a sentence. */
  readonly kind: 'release year' | 'genre' | 'company';
  /** The group's name, for the table's caption. */
  readonly name: string;
  /** The beginning of the name of the CSV file. */
  readonly file: string;
  /** The address of the document that contains the list. */
  readonly json: string;
}

/** Lists the movies of a group with the highest revenue. */
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
        <p class="notice">No movie of this {kind} has a known revenue.</p>
      )}
      <Source json={json} />
    </Section>
  );
}

const COMPANIES: readonly Column<CompanyEntry>[] = [
  idColumn,
  companyColumn(),
  ...measureColumns<CompanyEntry>(),
];

/** Lists the production companies with the highest revenue within a group. */
export function TopCompanies(props: GroupProps & { readonly companies: readonly CompanyEntry[] }) {
  const { kind, name, file, json, companies } = props;
  return (
    <Section
      id="companies"
      title="Production companies"
      text={
        <p>
          The production companies with the highest revenue within the {kind}, at most 50. A movie counts in
          full for each of its companies.
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
        <p class="notice">No movie of this {kind} has a production company.</p>
      )}
      <Source json={json} />
    </Section>
  );
}
