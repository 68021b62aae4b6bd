import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Company } from '../api/documents.ts';
import type { LoadDraw } from '../charts/drawing.ts';
import { type GenreReleases, genreReleases, genreTotals, seriesColour } from '../format/genre-releases.ts';
import { count } from '../format/numbers.ts';
import { Chart } from './chart.tsx';
import { yearColumn } from './columns.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Figure, Key } from './figure.tsx';

const drawGenres: LoadDraw<readonly GenreReleases[]> = () => import('../charts/genres-stacked.ts');

type Row = Company['years'][number];

interface GenresFigureProps {
  readonly of: string;
  readonly years: Company['years'];
  readonly json: string;
  readonly file: string;
}

/** A company's releases by genre, year by year. */
export function GenresFigure({ of, years, json, file }: GenresFigureProps) {
  const releases = useMemo(() => genreReleases(years), [years]);
  const totals = useMemo(() => genreTotals(years), [years]);
  const legend = [...new Map(releases.map(({ name, colour }) => [name, colour])).entries()].sort(
    ([, a], [, b]) => (a || Infinity) - (b || Infinity),
  );
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
  const title = `Releases ${of} by genre and year`;
  return (
    <Figure
      title={title}
      subtitle={
        <>
          A movie of two genres counts in both.{' '}
          <span class="keys">
            {legend.map(([name, colour]) => (
              <Fragment key={name}>
                <Key colour={seriesColour(colour)}>{name}</Key>{' '}
              </Fragment>
            ))}
          </span>
        </>
      }
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
      {releases.length === 0 && <p class="notice">No genre is given for any movie with a release year.</p>}
      {releases.length > 0 && (
        <Chart
          load={drawGenres}
          data={releases}
          height={240}
          description={`Stacked bars. Most releases are ${totals[0]!.name}, ${count(totals[0]!.count)} in all. The table has every year.`}
        />
      )}
    </Figure>
  );
}

const releasesOf = ({ genres }: Row, slug: string): number =>
  genres.find((genre) => genre.slug === slug)?.movie_count ?? 0;
