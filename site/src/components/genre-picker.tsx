import type { GenreEntry } from '../api/documents.ts';
import { MOST_COMPARED } from '../format/comparison.ts';

interface GenrePickerProps {
  readonly genres: readonly GenreEntry[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Which genres to compare: a box to tick for each, up to as many as a chart can show. */
export function GenrePicker({ genres, chosen, onChange }: GenrePickerProps) {
  const full = chosen.length >= MOST_COMPARED;
  return (
    <fieldset class="picker">
      <legend>
        Up to {MOST_COMPARED} genres{full && ': take one out to add another'}
      </legend>
      {genres.map(({ slug, name }) => {
        const checked = chosen.includes(slug);
        return (
          <label key={slug} class="choice">
            <input
              type="checkbox"
              checked={checked}
              disabled={full && !checked}
              onChange={() =>
                onChange(checked ? chosen.filter((other) => other !== slug) : [...chosen, slug])
              }
            />
            {name}
          </label>
        );
      })}
      {chosen.length > 0 && (
        <button type="button" class="link" onClick={() => onChange([])}>
          Take out all
        </button>
      )}
    </fieldset>
  );
}
