import type { ComponentChildren } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { csv } from '../format/csv.ts';
import { type Direction, nextDirection, type SortValue, sorted } from '../format/sorting.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** What the column means, as the heading's title. */
  readonly note?: string | undefined;
  /** The bare value: what it is sorted by, and what stands in CSV. */
  readonly value: (row: Row) => SortValue;
  /** How the value is shown; as it is if this is left out. */
  readonly show?: ((row: Row) => ComponentChildren) | undefined;
  readonly numeric?: boolean | undefined;
  /** Whether it holds sentences rather than words. */
  readonly long?: boolean | undefined;
  /** Whether a bar beside the figure shows its size against the largest of the column. */
  readonly bar?: boolean | undefined;
}

interface DataTableProps<Row> {
  readonly caption: string;
  /** For where the heading right above says the same. */
  readonly captionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** Whether readers may sort it. */
  readonly sortable?: boolean;
  readonly sort?: { readonly key: string; readonly direction: Direction };
  /** How many rows are shown until the reader asks for all. */
  readonly first?: number;
  /** The name of the CSV file that the table can be kept as. */
  readonly file: string;
}

/** A table that scrolls sideways within itself, sorts, and can be kept as CSV. The first column heads the rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionHidden, columns, rows, rowKey, sortable = true, first = Infinity, file } = props;
  const id = useId();
  const [sort, setSort] = useState(props.sort);
  const [all, setAll] = useState(false);
  const column = columns.find(({ key }) => key === sort?.key);
  const ordered = column && sort ? sorted(rows, column.value, sort.direction) : rows;
  const shown = all ? ordered : ordered.slice(0, first);
  const largest = useMemo(() => largestOf(columns, rows), [columns, rows]);
  return (
    <div class="table-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="table-scroll" aria-labelledby={id} tabIndex={0}>
        <table>
          <caption id={id} class={captionHidden ? 'hidden' : undefined}>
            {caption}
          </caption>
          <thead>
            <tr>
              {columns.map((each) => (
                <Heading
                  key={each.key}
                  column={each}
                  sorting={sortable}
                  direction={sort?.key === each.key ? sort.direction : undefined}
                  onSort={(direction) => setSort({ key: each.key, direction })}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map((each, index) => (
                  <Cell
                    key={each.key}
                    column={each}
                    row={row}
                    largest={largest.get(each.key)}
                    heads={index === 0}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="table-foot">
        {shown.length < rows.length && (
          <button type="button" class="link" onClick={() => setAll(true)}>
            Show all {rows.length} rows
          </button>
        )}
        <button type="button" class="link" onClick={() => keep(file, csvOf(columns, ordered))}>
          Keep this table as CSV
        </button>
      </p>
    </div>
  );
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly sorting: boolean;
  readonly direction: Direction | undefined;
  readonly onSort: (direction: Direction) => void;
}

function Heading<Row>({ column, sorting, direction, onSort }: HeadingProps<Row>) {
  const { title, note, numeric = false } = column;
  return (
    <th scope="col" class={classOf(column)} aria-sort={direction} title={note}>
      {sorting ? (
        <button type="button" class="sort" onClick={() => onSort(nextDirection(direction, numeric))}>
          {title}
          <span class="sort-mark" aria-hidden="true" />
        </button>
      ) : (
        title
      )}
    </th>
  );
}

function classOf({ numeric, bar, long }: Column<never>): string | undefined {
  if (bar) return 'numeric with-bar';
  if (numeric) return 'numeric';
  return long ? 'words-cell' : undefined;
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  /** The column's largest value, if it has bars. */
  readonly largest: number | undefined;
  readonly heads: boolean;
}

function Cell<Row>({ column, row, largest, heads }: CellProps<Row>) {
  const content = column.show ? column.show(row) : column.value(row);
  const kind = classOf(column);
  if (heads) {
    return (
      <th scope="row" class={kind}>
        {content}
      </th>
    );
  }
  return (
    <td class={kind}>
      {content}
      {largest !== undefined && <Bar share={Number(column.value(row) ?? 0) / largest} />}
    </td>
  );
}

/** A bar as long as its share (0 to 1) of its place; an empty place for nothing, and for less. */
export function Bar({ share }: { readonly share: number }) {
  return (
    <span class="bar" aria-hidden="true">
      {share > 0 && <span style={{ inlineSize: `${share * 100}%` }} />}
    </span>
  );
}

/** The largest value of each column that has bars, by the column's key; at least a trifle above 0. */
const largestOf = <Row,>(columns: readonly Column<Row>[], rows: readonly Row[]): Map<string, number> =>
  new Map(
    columns
      .filter(({ bar }) => bar)
      .map(({ key, value }) => [
        key,
        rows.reduce((largest, row) => Math.max(largest, Number(value(row) ?? 0)), Number.MIN_VALUE),
      ]),
  );

const csvOf = <Row,>(columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  csv(
    columns.map(({ key }) => key),
    rows.map((row) => columns.map(({ value }) => value(row))),
  );

/** Gives the reader a text as a file. */
function keep(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
