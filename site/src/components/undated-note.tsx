import { counted } from '../format/numbers.ts';

interface UndatedNoteProps {
  readonly years: readonly { readonly year: number | null; readonly movie_count: number }[];
}

/** Tells how many movies charts by year leave out; nothing where every movie has a date. */
export function UndatedNote({ years }: UndatedNoteProps) {
  const undated = years.find(({ year }) => year === null);
  if (undated === undefined) return null;
  return (
    <p class="note">
      Not in the charts: {counted(undated.movie_count, 'movie')} without a release date; the tables below them
      have these, too.
    </p>
  );
}
