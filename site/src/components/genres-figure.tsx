import { useMemo } from 'preact/hooks';
import type { Company } from '../api/documents.ts';
import type { LoadDraw } from '../charts/drawing.ts';
import { GENRE_HEIGHT, type GenreReleases, genreReleases, genreTotals } from '../format/genre-releases.ts';
import { count, counted } from '../format/numbers.ts';
import { Chart } from './chart.tsx';
import { yearColumn } from './columns.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Figure } from './figure.tsx';

const drawGenres: LoadDraw<readonly GenreReleases[]> = () => import('../charts/releases-by-genre.ts');

type Row = Company['years'][number];

interface GenresFigureProps {
  readonly of: string;
  readonly years: Company['years'];
  readonly json: string;
  readonly file: string;
}

/** Shows a company's releases by genre and release year. */
export function GenresFigure({ of, years, json, file }: GenresFigureProps) {
  const releases = useMemo(() => genreReleases(years), [years]);
  const totals = useMemo(() => genreTotals(years), [years]);
  const shown = new Set(releases.map(({ name }) => name)).size;
  const columns: Column<Row>[] = [
    yearColumn<Row>(),
    ...totals.map(({ slug, name }) => ({
      key: slug,
      title: name,
      numeric: true,
      value: (row: Row) => releasesOf(row, slug),
      show: (row: Row) => count(releasesOf(row, slug)),
    })),
  ];
  const title = `Releases ${of} by genre and release year`;
  return (
    <Figure
      title={title}
      subtitle={`Number of movies; a movie counts in each of its genres${
        shown < totals.length ? `. The ${shown} most frequent of ${counted(totals.length, 'genre')}` : ''
      }`}
      json={json}
      table={
        <DataTable
          caption={title}
          columns={columns}
          rows={years}
          rowKey={({ year }) => year ?? 'unknown'}
          sort={{ key: 'year', direction: 'ascending' }}
          file={`${file}-releases-by-genre.csv`}
        />
      }
    >
      {releases.length > 0 ? (
        <Chart
          load={drawGenres}
          data={releases}
          height={shown * GENRE_HEIGHT + 30}
          description={`Bar charts of ${counted(shown, 'genre')}. ${totals[0]!.name} is the most frequent, with ${counted(totals[0]!.count, 'movie')}. The table has every year and genre.`}
        />
      ) : (
        <p class="notice">No movie with a release year has a genre.</p>
      )}
    </Figure>
  );
}

/** Returns the number of releases of a genre in a year. */
const releasesOf = ({ genres }: Row, slug: string): number =>
  genres.find((genre) => genre.slug === slug)?.movie_count ?? 0;
