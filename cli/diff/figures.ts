import pMap from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import { ENDPOINTS, objectPath, pathOf } from '../../model/api/endpoints.ts';
import { documentKey, type Slot } from '../../model/keys.ts';

/** The measures that are compared. */
export const COMPARED_MEASURES = [
  'movie_count',
  'total_budget',
  'total_revenue',
  'known_profit',
  'average_popularity',
] as const;
export type ComparedMeasure = (typeof COMPARED_MEASURES)[number];
type Figures = Readonly<Record<ComparedMeasure, number | null>>;

/** The values of a figure in two releases. Values above 2^53 are rounded to doubles. */
export interface MovedFigure {
  readonly from: number | null;
  readonly to: number | null;
  readonly difference: number;
}

/** A figure of a group that changed. */
export interface MovedGroup extends MovedFigure {
  /** The year, or the id of the genre or company; null for movies without a release date. */
  readonly id: number | null;
  readonly name: string;
}

/** The figures of one release compared with another. */
export interface FigureChanges {
  readonly totals: Readonly<Record<ComparedMeasure, MovedFigure>>;
  /** By group and measure, the largest changes first. */
  readonly moved: Readonly<
    Record<
      GroupKind,
      Readonly<Record<ComparedMeasure, { readonly count: number; readonly first: readonly MovedGroup[] }>>
    >
  >;
}

/** The kinds of groups that have figures. */
export const GROUP_KINDS = ['years', 'genres', 'companies'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

interface Group {
  readonly id: number | null;
  readonly name: string;
  readonly figures: Figures;
}
type Groups = ReadonlyMap<number | null, Group>;

const PAGES_AT_ONCE = 16;

/** Compares the documents of two slots. */
export async function compareFigures(
  bucket: Bucket,
  { from, to }: { readonly from: Slot; readonly to: Slot },
  limit: number,
): Promise<FigureChanges> {
  const [before, after] = await Promise.all([
    read<Figures>(bucket, from, ENDPOINTS.stats.path),
    read<Figures>(bucket, to, ENDPOINTS.stats.path),
  ]);
  const moved: Partial<Record<GroupKind, FigureChanges['moved'][GroupKind]>> = {};
  for (const kind of GROUP_KINDS) {
    const [groupsBefore, groupsAfter] = await Promise.all([
      READERS[kind](bucket, from),
      READERS[kind](bucket, to),
    ]);
    moved[kind] = compareGroups(groupsBefore, groupsAfter, limit);
  }
  return {
    totals: byMeasure((measure) => movedFigure(before[measure], after[measure])),
    moved: moved as FigureChanges['moved'],
  };
}

/** The groups whose figures changed, by measure. If a release lacks a group, its figures there are 0 and its average popularity is null. */
export function compareGroups(
  before: Groups,
  after: Groups,
  limit: number,
): FigureChanges['moved'][GroupKind] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return byMeasure((measure) => {
    const absent = measure === 'average_popularity' ? null : 0;
    const moved = ids
      .map((id): MovedGroup => {
        const [one, other] = [before.get(id), after.get(id)];
        const figure = (group: Group | undefined): number | null => (group ? group.figures[measure] : absent);
        return { id, name: (other ?? one)!.name, ...movedFigure(figure(one), figure(other)) };
      })
      .filter(({ from, to }) => from !== to)
      .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.id ?? 0) - (b.id ?? 0));
    return { count: moved.length, first: moved.slice(0, limit) };
  });
}

const byMeasure = <Value>(value: (measure: ComparedMeasure) => Value): Record<ComparedMeasure, Value> =>
  Object.fromEntries(COMPARED_MEASURES.map((measure) => [measure, value(measure)])) as Record<
    ComparedMeasure,
    Value
  >;

/** Calculates the difference, rounded to six decimals like averages, which removes floating-point errors. */
const movedFigure = (from: number | null, to: number | null): MovedFigure => ({
  from,
  to,
  difference: Number(((to ?? 0) - (from ?? 0)).toFixed(6)),
});

const READERS: Readonly<Record<GroupKind, (bucket: Bucket, slot: Slot) => Promise<Groups>>> = {
  async years(bucket, slot) {
    const { years } = await read<{ years: (Figures & { year: number | null })[] }>(
      bucket,
      slot,
      ENDPOINTS.years.path,
    );
    return grouped(years, ({ year }) => ({ id: year, name: year === null ? 'unknown' : String(year) }));
  },
  async genres(bucket, slot) {
    const { genres } = await read<{ genres: (Figures & { id: number; name: string })[] }>(
      bucket,
      slot,
      ENDPOINTS.genres.path,
    );
    return grouped(genres, ({ id, name }) => ({ id, name }));
  },
  async companies(bucket, slot) {
    type Page = { companies: (Figures & { id: number; name: string })[]; pages: number };
    const page = (number: number): Promise<Page> =>
      read<Page>(bucket, slot, pathOf(ENDPOINTS.companyPage, number));
    const first = await page(1);
    const rest = await pMap(
      Array.from({ length: Math.max(0, first.pages - 1) }, (_, at) => at + 2),
      // Only the compared columns of a page are kept.
      async (number) => (await page(number)).companies.map(small),
      { concurrency: PAGES_AT_ONCE },
    );
    return grouped([first.companies.map(small), ...rest].flat(), ({ id, name }) => ({ id, name }));
  },
};

const figuresOf = (row: Figures): Figures => byMeasure((measure) => row[measure]);
const small = (row: Figures & { id: number; name: string }) => ({
  id: row.id,
  name: row.name,
  ...figuresOf(row),
});

const grouped = <Row extends Figures>(
  rows: readonly Row[],
  nameOf: (row: Row) => Pick<Group, 'id' | 'name'>,
): Groups =>
  new Map(
    rows.map((row) => {
      const named = nameOf(row);
      return [named.id, { ...named, figures: figuresOf(row) }];
    }),
  );

async function read<Document>(bucket: Bucket, slot: Slot, path: string): Promise<Document> {
  const key = documentKey(slot, objectPath(path));
  const found = await bucket.findJson<Document>(key);
  if (found === null) throw new Error(`${key} is missing; npm run verify lists all differences.`);
  return found;
}
