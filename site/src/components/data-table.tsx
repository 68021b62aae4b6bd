import type { ComponentChildren } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { csv } from '../format/csv.ts';
import { type Direction, nextDirection, type SortValue, sorted } from '../format/sorting.ts';

/** A column of a table and of its CSV file. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** The meaning of the column, shown as the title of its heading. */
  readonly note?: string | undefined;
  /** The value for sorting and for CSV. */
  readonly value: (row: Row) => SortValue;
  /** The content of a cell. The default is the value. */
  readonly show?: ((row: Row) => ComponentChildren) | undefined;
  readonly numeric?: boolean | undefined;
  /** Whether the cells contain sentences. */
  readonly long?: boolean | undefined;
  /** Whether each cell has a bar in proportion to the largest value of the column. */
  readonly bar?: boolean | undefined;
  /** Whether the column is in the CSV file only. */
  readonly csvOnly?: boolean | undefined;
}

interface DataTableProps<Row> {
  readonly caption: string;
  /** Hides the caption visually. Used where the heading above the table has the same text. */
  readonly captionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** Whether the user can sort the table. The default is true. */
  readonly sortable?: boolean;
  readonly sort?: { readonly key: string; readonly direction: Direction };
  /** The number of rows shown before the user clicks "Show all". The default is all. */
  readonly first?: number;
  /** The name of the CSV file. */
  readonly file: string;
}

/** Shows a sortable table that scrolls horizontally and can be downloaded as CSV. The first column contains the row headers. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionHidden, columns, rows, rowKey, sortable = true, first = Infinity, file } = props;
  const id = useId();
  const [sort, setSort] = useState(props.sort);
  const [all, setAll] = useState(false);
  const column = columns.find(({ key }) => key === sort?.key);
  const ordered = column && sort ? sorted(rows, column.value, sort.direction) : rows;
  const shown = all ? ordered : ordered.slice(0, first);
  const largest = useMemo(() => largestOf(columns, rows), [columns, rows]);
  const visible = columns.filter(({ csvOnly }) => !csvOnly);
  return (
    <div class="table-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard */}
      <section class="table-scroll" aria-labelledby={id} tabIndex={0}>
        <table>
          <caption id={id} class={captionHidden ? 'hidden' : undefined}>
            {caption}
          </caption>
          <thead>
            <tr>
              {visible.map((each) => (
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
                {visible.map((each, index) => (
                  <Cell
                    key={each.key}
                    column={each}
                    row={row}
                    largest={largest.get(each.key)}
                    rowHeader={index === 0}
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
        <button type="button" class="link" onClick={() => download(file, csvOf(columns, ordered))}>
          Download this table as CSV
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
  /** The largest value of a column with bars. */
  readonly largest: number | undefined;
  readonly rowHeader: boolean;
}

function Cell<Row>({ column, row, largest, rowHeader }: CellProps<Row>) {
  const content = column.show ? column.show(row) : column.value(row);
  const kind = classOf(column);
  if (rowHeader) {
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

/** Shows a bar with a length of `share` (0 to 1) of the available width. Zero and negative shares have no bar. */
export function Bar({ share }: { readonly share: number }) {
  return (
    <span class="bar" aria-hidden="true">
      {share > 0 && <span style={{ inlineSize: `${share * 100}%` }} />}
    </span>
  );
}

/** Returns the largest value of each column with bars by the column's key. The value is always above 0. */
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

/** Starts the download of a text as a file. */
function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
