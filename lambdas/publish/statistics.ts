import { aggregateKey } from '../../model/keys.ts';
import type { StatisticName, StatisticRows } from '../../model/statistics.ts';
import { readLines } from '../runtime/lines.ts';

/** The rows of a statistic, in its order. */
export async function* readStatistic<Name extends StatisticName>(
  runId: string,
  name: Name,
): AsyncGenerator<StatisticRows[Name]> {
  for await (const line of readLines(aggregateKey(runId, name)))
    yield JSON.parse(line) as StatisticRows[Name];
}

/** Walks through a statistic along with another of the same order, group by group. */
export interface Groups<Row> {
  /** The rows of the group that comes next, if it is this one; else none. */
  take(group: number): Promise<Row[]>;
  /** Stops reading. */
  close(): Promise<void>;
  /** @throws Error when groups are left that were never asked for: the two were not of the same order */
  finish(): Promise<void>;
}

/** Reads a statistic group by group; only the rows of one group are held. */
export function groupsOf<Row>(rows: AsyncGenerator<Row>, groupOf: (row: Row) => number): Groups<Row> {
  let next: Promise<IteratorResult<Row, void>> | undefined;
  return {
    async take(group) {
      const found: Row[] = [];
      for (;;) {
        next ??= rows.next();
        const { done, value } = await next;
        if (done || groupOf(value) !== group) return found;
        found.push(value);
        next = undefined;
      }
    },
    async close() {
      await rows.return(undefined);
    },
    async finish() {
      const { done, value } = await (next ?? rows.next());
      if (!done) throw new Error(`A statistic holds the group ${groupOf(value)}, which has no document.`);
    },
  };
}

/** All rows of a statistic that is small by nature: documents list it whole. */
export async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  return Array.fromAsync(rows);
}
