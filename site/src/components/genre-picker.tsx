import type { GenreEntry } from '../api/documents.ts';
import { MOST_COMPARED } from '../format/comparison.ts';

interface GenrePickerProps {
  readonly genres: readonly GenreEntry[];
  /** Slugs of the selected genres. */
  readonly selected: readonly string[];
  readonly onChange: (selected: readonly string[]) => void;
}

/** Shows a checkbox for each genre. The number of selected genres is limited to what a chart can show. */
export function GenrePicker({ genres, selected, onChange }: GenrePickerProps) {
  const full = selected.length >= MOST_COMPARED;
  return (
    <fieldset class="picker">
      <legend>
        Up to {MOST_COMPARED} genres{full && ': clear one to select another'}
      </legend>
      {genres.map(({ slug, name }) => {
        const checked = selected.includes(slug);
        return (
          <label key={slug} class="choice">
            <input
              type="checkbox"
              checked={checked}
              disabled={full && !checked}
              onChange={() =>
                onChange(checked ? selected.filter((other) => other !== slug) : [...selected, slug])
              }
            />
            {name}
          </label>
        );
      })}
      {selected.length > 0 && (
        <button type="button" class="link" onClick={() => onChange([])}>
          Clear all
        </button>
      )}
    </fieldset>
  );
}
