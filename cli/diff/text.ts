import type { DocumentChanges } from '../../model/runs/reports.ts';
import { columns, count, quantity, shortened } from '../shared/columns.ts';
import { monthsOf } from '../shared/release-text.ts';
import type { AddressChanges, EndpointAddresses } from './documents.ts';
import { COMPARED_MEASURES, type FigureChanges, GROUP_KINDS, type MovedFigure } from './figures.ts';
import type { ChangedMovie, ComparedMovie, MovieChanges } from './movies.ts';
import type { Release } from './releases.ts';

/** What changed between two releases. */
export interface ReleaseChanges {
  readonly from: Release;
  readonly to: Release;
  readonly documents: DocumentChanges;
  readonly addresses: AddressChanges;
  /** Null if the tables of one release were deleted; `movies_missing` then names that release. */
  readonly movies: MovieChanges | null;
  readonly movies_missing: string | null;
  readonly figures: FigureChanges;
}

/** The maximum length of printed titles, names and values. */
const LENGTH = 40;

/** Formats the changes as text. */
export function diffText({
  from,
  to,
  documents,
  addresses,
  movies,
  movies_missing,
  figures,
}: ReleaseChanges): string {
  const { added, changed, removed, unchanged } = documents;
  return [
    `From the release of run ${releaseText(from)}`,
    `to the release of run   ${releaseText(to)}`,
    '',
    `Documents: ${count(added)} added, ${count(changed)} changed, ${count(removed)} removed, ${count(unchanged)} unchanged.`,
    ...addressText('Addresses that appear:', addresses.appear),
    ...addressText('Addresses that disappear:', addresses.disappear),
    '',
    ...(movies === null ? [movies_missing!] : moviesText(movies)),
    '',
    ...figuresText(figures),
  ].join('\n');
}

const releaseText = (release: Release): string =>
  `${release.run_id} (slot ${release.slot}${release.live ? ', live' : ''}): ${monthsOf({ months: release.months.map(({ month }) => month) })}, published ${release.published_at}`;

function addressText(heading: string, addresses: readonly EndpointAddresses[]): string[] {
  if (addresses.length === 0) return [];
  const rows = addresses.map(({ endpoint, count: all, first }) => {
    const start = endpoint.replace(/\{.*$/, '').length;
    const values = first.map((path) => path.slice(start));
    return ['  ', endpoint, count(all), [...values, ...(all > first.length ? ['…'] : [])].join(', ')];
  });
  return ['', heading, ...columns(rows, [2])];
}

function moviesText({ added, changed, gone }: MovieChanges): string[] {
  const byColumn = Object.entries(changed.columns).map(([column, movies]) => `${column} ${count(movies)}`);
  return [
    `Movies: ${count(added.count)} added, ${count(changed.count)} changed, ${count(gone.count)} removed.`,
    ...(byColumn.length > 0 ? [`Changed columns: ${byColumn.join(', ')}.`] : []),
    ...list('added', added, movieCells),
    ...list('changed', changed, (movie) => [...movieCells(movie), changesText(movie)]),
    ...list('removed', gone, movieCells),
  ];
}

function list<Movie extends ComparedMovie>(
  what: string,
  { count: all, first }: { readonly count: number; readonly first: readonly Movie[] },
  cells: (movie: Movie) => string[],
): string[] {
  if (first.length === 0) return [];
  const heading = all > first.length ? `${what}, the first ${first.length} by revenue:` : `${what}:`;
  return [
    '',
    heading,
    ...columns(
      first.map((movie) => ['  ', ...cells(movie)]),
      [1, 3],
    ),
  ];
}

const movieCells = ({ id, title, release_date, revenue }: ComparedMovie): string[] => [
  String(id),
  `${shortened(title ?? '(no title)', LENGTH)} (${release_date?.slice(0, 4) ?? 'no date'})`,
  revenue === null ? 'no revenue' : count(revenue),
];

const changesText = ({ changes }: ChangedMovie): string =>
  Object.entries(changes)
    .map(([column, { from, to }]) => `${column} ${valueText(from)} → ${valueText(to)}`)
    .join('; ');

const valueText = (value: string | null): string => (value === null ? 'null' : shortened(value, LENGTH));

const figure = (value: number | null): string =>
  value === null ? 'null' : value.toLocaleString('en-US', { maximumFractionDigits: 6 });
const signed = (value: number): string => (value > 0 ? `+${figure(value)}` : figure(value));
const movedCells = ({ from, to, difference }: MovedFigure): string[] => [
  figure(from),
  '→',
  figure(to),
  signed(difference),
];

function figuresText({ totals, moved }: FigureChanges): string[] {
  const all = COMPARED_MEASURES.map((measure) => ['  ', measure, ...movedCells(totals[measure])]);
  return [
    'All movies:',
    ...columns(all, [2, 4, 5]),
    ...GROUP_KINDS.flatMap((kind) => {
      const rows = COMPARED_MEASURES.flatMap((measure) =>
        moved[kind][measure].first.map((group, at) => [
          '  ',
          at === 0 ? measure : '',
          shortened(group.name, LENGTH),
          ...movedCells(group),
        ]),
      );
      const most = Math.max(...COMPARED_MEASURES.map((measure) => moved[kind][measure].count));
      return rows.length === 0
        ? ['', `No figure of ${kind} changed.`]
        : [
            '',
            `${quantity(most, kind.replace(/ies$/, 'y').replace(/s$/, ''), kind)} changed; the largest changes:`,
            ...columns(rows, [3, 5, 6]),
          ];
    }),
  ];
}
