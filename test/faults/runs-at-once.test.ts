import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LOCK_KEY } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import { csvOf, listCell, type Row } from '../reference/sample.ts';
import type { Saved } from './bucket.ts';
import { type Service, startService } from './service.ts';
import { differencesBetween, readState, type State } from './state.ts';

/** Linearizability: two executions that start together end in the state of one of their sequential orders. */

// Each test makes several runs, which are slow on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

let folder: string;
let service: Service;
let base: { readonly saved: Saved; readonly stage: Readonly<Record<string, string>> };
let drops = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'at-once-'));
  // Long enough that the second execution always waits for the first.
  service = await startService({ lockWaitSeconds: 36_000 });
  for (const [month, rows] of Object.entries(BASE)) {
    const { status, cause } = await (await monthOf(month, rows))();
    expect([status, cause]).toEqual(['SUCCEEDED', null]);
  }
  base = { saved: await service.bucket.save(), stage: service.stage.read() };
});
afterAll(async () => {
  await service?.close();
  await rm(folder, { recursive: true });
});

type Start = () => ReturnType<Service['run']>;

const rowsOf = (ids: readonly number[], revenue: number): Row[] =>
  ids.map((id) => ({
    id: String(id),
    title: `Movie ${id}`,
    release_date: `${1990 + (id % 5)}-03-04`,
    revenue: String(revenue + id),
    genres: listCell([18, 'Drama'], [id % 3 === 0 ? 35 : 28, 'Other']),
    production_companies: listCell([id % 4 === 0 ? 3 : 4, 'Pixar']),
  }));
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const BASE = { '2026-08': rowsOf(range(1, 40), 1_000), '2026-09': rowsOf(range(21, 60), 2_000) };

async function monthOf(month: string, rows: readonly Row[]): Promise<Start> {
  const source = join(folder, String(drops++));
  await mkdir(source);
  await writeFile(join(source, 'movies_metadata.csv'), csvOf(rows));
  return () => service.run({ month, source });
}

/** How both executions ended, and the state afterwards. */
interface Ending {
  readonly statuses: readonly string[];
  readonly state: State;
}

async function endOf(
  start: () => Promise<readonly { status: string; error: string | null }[]>,
): Promise<Ending> {
  await service.bucket.restore(base.saved);
  service.stage.write(base.stage);
  const executions = await start();
  return {
    statuses: executions.map(({ status, error }) => `${status} ${error}`),
    state: await readState(service),
  };
}

/** The differences between a sequential order of two executions and the executions together, in words. */
const faultsOf = (order: Ending, together: Ending): string[] => [
  ...order.statuses.flatMap((status, at) =>
    status === together.statuses[at] ? [] : [`run ${at}: ${together.statuses[at]} instead of ${status}`],
  ),
  ...differencesBetween(order.state, together.state),
];

/** Starts both together and asserts that they end as in one sequential order. */
async function expectAnOrder(first: Start, second: Start): Promise<void> {
  const together = await endOf(() => Promise.all([first(), second()]));
  const faults = faultsOf(await endOfOrder(first, second), together);
  if (faults.length > 0) {
    expect([faults, faultsOf(await endOfOtherOrder(first, second), together)]).toContainEqual([]);
  }
}

/** Does the same and returns the ends of both orders. */
async function expectOneOfOrders(first: Start, second: Start): Promise<readonly Ending[]> {
  const together = await endOf(() => Promise.all([first(), second()]));
  const orders = [await endOfOrder(first, second), await endOfOtherOrder(first, second)];
  expect(orders.map((order) => faultsOf(order, together))).toContainEqual([]);
  return orders;
}

const endOfOrder = (first: Start, second: Start): Promise<Ending> =>
  endOf(async () => [await first(), await second()]);

const endOfOtherOrder = (first: Start, second: Start): Promise<Ending> =>
  endOf(async () => {
    const then = await second();
    return [await first(), then];
  });

describe('Two executions that start together end as in one sequential order:', () => {
  const OTHER = rowsOf(range(31, 70), 3_000);

  it('two new months with common movies', async () => {
    await expectAnOrder(
      await monthOf('2026-10', OTHER),
      await monthOf('2026-11', rowsOf(range(51, 90), 4_000)),
    );
  });

  it('one month from two different drops', async () => {
    const orders = await expectOneOfOrders(
      await monthOf('2026-10', OTHER),
      await monthOf('2026-10', rowsOf(range(35, 75), 5_000)),
    );
    expect(differencesBetween(orders[0]!.state, orders[1]!.state)).not.toEqual([]);
  });

  it('an older month again and a newer month', async () => {
    await expectAnOrder(
      await monthOf('2026-08', rowsOf(range(1, 45), 6_000)),
      await monthOf('2026-10', OTHER),
    );
  });

  it('a month that shrinks the release too much unless the other month runs first', async () => {
    const orders = await expectOneOfOrders(
      await monthOf('2026-08', rowsOf(range(1, 12), 1_000)),
      await monthOf('2026-10', rowsOf(range(100, 130), 7_000)),
    );
    expect(orders.map(({ statuses }) => statuses)).toEqual([
      ['FAILED ReleaseShrinksError', 'SUCCEEDED null'],
      ['SUCCEEDED null', 'SUCCEEDED null'],
    ]);
  });

  it('a month and a rollback', async () => {
    const orders = await expectOneOfOrders(await monthOf('2026-10', OTHER), () => service.rollBack());
    expect(differencesBetween(orders[0]!.state, orders[1]!.state)).not.toEqual([]);
  });

  it('a month from its committed tables and the same month from a new drop', async () => {
    await expectAnOrder(
      () => service.run({ month: '2026-09', from: 'aggregate' }),
      await monthOf('2026-09', rowsOf(range(15, 60), 8_000)),
    );
  });

  it('the removal of a month and a newer drop of it', async () => {
    const orders = await expectOneOfOrders(
      () => service.run({ month: '2026-09', remove: true, force: true }),
      await monthOf('2026-09', rowsOf(range(15, 60), 8_000)),
    );
    expect(differencesBetween(orders[0]!.state, orders[1]!.state)).not.toEqual([]);
  });

  const months = fc.constantFrom('2026-08', '2026-09', '2026-10');
  const someRows = fc
    .record({
      ids: fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { minLength: 25, maxLength: 60 }),
      revenue: fc.integer({ min: 0, max: 9_999 }),
    })
    .map(({ ids, revenue }) => rowsOf(ids, revenue));
  const pairs = fc.sample(fc.tuple(months, someRows, months, someRows), { seed: 1, numRuns: 2 });

  it.each(pairs.map((pair, index) => [index, ...pair] as const))(
    'made-up pair %i: %s',
    async (_, month, rows, otherMonth, otherRows) => {
      await expectAnOrder(await monthOf(month, rows), await monthOf(otherMonth, otherRows));
    },
  );
});

it('Many executions that start together leave the lock free and one release live', async () => {
  const starts = await Promise.all(
    ['2026-08', '2026-09', '2026-10', '2026-10'].map((month, index) =>
      monthOf(month, rowsOf(range(1, 60 + index), index)),
    ),
  );
  const { statuses, state } = await endOf(() =>
    Promise.all([...starts.map((start) => start()), service.rollBack()]),
  );
  expect(statuses.filter((status) => !status.startsWith('SUCCEEDED'))).toEqual([]);
  expect(state.get('live slot')).toBe('complete');
  expect((await service.bucket.readJson<Lock>(LOCK_KEY)).holder).toBeNull();
});
