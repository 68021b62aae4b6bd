import { counted } from '../format/numbers.ts';

interface UndatedNoteProps {
  readonly years: readonly { readonly year: number | null; readonly movie_count: number }[];
}

/** States how many movies the charts by year exclude. Shows nothing if every movie has a release date. */
export function UndatedNote({ years }: UndatedNoteProps) {
  const undated = years.find(({ year }) => year === null);
  if (undated === undefined) return null;
  return (
    <p class="note">
      Not in the charts: {counted(undated.movie_count, 'movie')} without a release date. The tables below the
      charts include them.
    </p>
  );
}
