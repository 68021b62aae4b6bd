import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { documentKey, LOCK_KEY, rollbackReportKey, type Slot } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import type { Saved } from './bucket.ts';
import { EARLIER_MONTHS, MONTH } from './drops.ts';
import { type Releases, type Snapshot, startReleases } from './releases.ts';
import type { Service } from './service.ts';
import { differencesBetween } from './state.ts';

// Each test makes several runs, which are slow on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

let releases: Releases;
let service: Service;
let folder: string;
let nothing: Snapshot;
let first: Snapshot;
let second: Snapshot;

beforeAll(async () => {
  releases = await startReleases();
  ({ service, folder, nothing, first, second } = releases);
});
afterAll(() => releases?.close());
beforeEach(() => releases.goTo(second));
afterEach(() => releases.clearFaults());

const goTo = (moment: Snapshot) => releases.goTo(moment);
const documents = () => releases.documents();
const recordOf = (execution: Parameters<Releases['recordOf']>[0]) => releases.recordOf(execution);

/** Runs a month, which must succeed. */
const run = (month: string, input?: object) => releases.run(month, input);

/** Expects a rollback to fail with this error, to be recorded, and to change neither the lock nor the served release. */
async function expectRefusal(name: string, sentence: RegExp, input: unknown = {}): Promise<void> {
  const [before, stage] = [await service.bucket.list('api_endpoints/'), service.stage.read()];
  const execution = await service.rollBack(input);
  expect([execution.status, execution.error]).toEqual(['FAILED', name]);
  const record = await recordOf(execution);
  expect(record).toMatchObject({ outcome: 'failed', month: null, error: { name } });
  expect(record.error!.message).toMatch(sentence);
  expect(record.rollback).toEqual({ from: null, to: null });
  expect((await service.bucket.readJson<Lock>(LOCK_KEY).catch(() => null))?.holder ?? null).toBeNull();
  expect(service.stage.read()).toEqual(stage);
  expect(await service.bucket.list('api_endpoints/')).toEqual(before);
}

describe('A rollback', () => {
  it('makes the API serve exactly the previous release, and records it', async () => {
    const execution = await service.rollBack({ reason: 'the new figures look wrong' });

    expect(execution.status).toBe('SUCCEEDED');
    expect(differencesBetween(first.documents, await documents())).toEqual([]);
    const record = await recordOf(execution);
    expect(record).toMatchObject({
      outcome: 'succeeded',
      month: null,
      reason: 'the new figures look wrong',
      rollback: { to: { months: [EARLIER_MONTHS[0]] }, from: { months: EARLIER_MONTHS } },
      release: { changed: true, slot: service.stage.read().slot, documents_written: 0 },
    });
    expect(record.release!.changes.changed).toBeGreaterThan(0);
  });

  it('after a rollback returns to the newer release', async () => {
    await service.rollBack();
    expect((await service.rollBack()).status).toBe('SUCCEEDED');
    expect(differencesBetween(second.documents, await documents())).toEqual([]);
  });

  it.each([
    ['its committed tables', { from: 'aggregate' }],
    ['its source', undefined],
  ])(
    'can be followed by a run of the newest month from %s, which publishes the newest data',
    async (_, input) => {
      await service.rollBack();
      await run(EARLIER_MONTHS[1], input);
      const served = await documents();
      // Only the run id of the month in the status may differ.
      expect(differencesBetween(second.documents, served)).toEqual([]);
      await service.rollBack();
      expect(differencesBetween(first.documents, await documents())).toEqual([]);
    },
  );

  it('is not reversed by a late second attempt of its first step', async () => {
    let order: unknown;
    let event: object = {};
    service.intercept(async (step, call) => {
      if (step === 'record') {
        order = await service.attempt('rollback', event);
      }
      const result = await call();
      if (step === 'rollback') event = eventOf(result as { execution_arn: string; started_at: string });
      return result;
    });
    await service.rollBack();
    service.intercept(null);

    expect(order).toMatchObject({ live: second.stage.slot, target: first.stage.slot });
    await expect(service.attempt('rollback', event)).rejects.toMatchObject({ name: 'LockLostError' });
    expect(service.stage.read().slot).toBe(first.stage.slot);
  });

  it('can be repeated after its switch failed', async () => {
    breakSwitch();
    expect((await service.rollBack()).status).toBe('FAILED');
    service.proxy.decide(null);
    expect(differencesBetween(second.documents, await documents())).toEqual([]);

    expect((await service.rollBack()).status).toBe('SUCCEEDED');
    expect(differencesBetween(first.documents, await documents())).toEqual([]);
  });

  it('is recorded as stopped when it is stopped, and its lock is taken over', async () => {
    const { entered, release } = holdAt('activate');
    const rolling = service.rollBack();
    await entered;
    const stopping = service.stopExecutions();
    release(new Error('Its process has ended.'));
    await stopping;
    service.intercept(null);

    const record = await recordOf(await rolling);
    expect(record).toMatchObject({ outcome: 'stopped', rollback: { to: { months: [EARLIER_MONTHS[0]] } } });
    expect(differencesBetween(second.documents, await documents())).toEqual([]);
    expect((await service.rollBack()).status).toBe('SUCCEEDED');
  });
});

describe('A rollback to the release of a run', () => {
  const runOf = (moment: Snapshot) => releases.runOf(moment);

  it('makes the API serve that release, and changes nothing where it is already served', async () => {
    const to = runOf(first);
    const once = await releases.recordOf(await service.rollBack({ to }));
    const slots = await service.bucket.list('slots/');
    const again = await releases.recordOf(await service.rollBack({ to, reason: 'to be sure' }));

    expect(once).toMatchObject({ outcome: 'succeeded', release: { changed: true, slot: first.stage.slot } });
    expect(again).toMatchObject({
      outcome: 'succeeded',
      reason: 'to be sure',
      release: { changed: false, slot: first.stage.slot, changes: { added: 0, changed: 0, removed: 0 } },
      rollback: { from: { run_id: to }, to: { run_id: to } },
    });
    expect(await service.bucket.list('slots/')).toEqual(slots);
    expect(differencesBetween(first.documents, await documents())).toEqual([]);
  });

  it('can be repeated without reversing a switch that could not be recorded', async () => {
    const to = runOf(first);
    service.intercept((step, call) => {
      if (step === 'record') throw new Error('The record is broken.');
      return call();
    });
    const failed = await service.rollBack({ to });
    expect([failed.status, service.stage.read().slot]).toEqual(['FAILED', first.stage.slot]);
    service.intercept(null);
    await service.recover();

    const { release, rollback } = await releases.recordOf(failed);
    expect([release!.slot, rollback!.to!.run_id]).toEqual([first.stage.slot, to]);
    expect((await service.rollBack({ to })).status).toBe('SUCCEEDED');
    expect(differencesBetween(first.documents, await documents())).toEqual([]);
  });

  it('is refused where no slot contains the release, and names the releases in the slots', async () => {
    const to = '20200101T000000Z-0a1b2c3d';
    await expectRefusal(
      'ReleaseNotKeptError',
      new RegExp(`${to}.* the API serves that of the run ${runOf(second)} .*${runOf(first)}`),
      { to },
    );
  });

  it('is refused where the only release is that of another run', async () => {
    await goTo(first);
    await expectRefusal('ReleaseNotKeptError', /the other slot, \w+, contains no release/, {
      to: '20200101T000000Z-0a1b2c3d',
    });
  });

  it('is refused where the run never released its documents', async () => {
    breakSwitch();
    const failed = await service.run({ month: MONTH, source: join(folder, MONTH) });
    releases.clearFaults();
    const { run_id } = await releases.recordOf(failed);
    await expectRefusal('NoEarlierReleaseError', /never released/, { to: run_id });
    await expectRefusal(
      'ReleaseNotKeptError',
      new RegExp(`a release of the run ${run_id} that was never activated`),
      {
        to: runOf(first),
      },
    );
  });
});

/** Makes every switch of the stage fail. */
const breakSwitch = (): void =>
  service.proxy.decide(({ method }) => (method === 'PATCH' ? 'server_error' : null));

const eventOf = ({ execution_arn, started_at }: { execution_arn: string; started_at: string }) => ({
  input: {},
  execution_arn,
  started_at,
});

/** Blocks the next call of a step until it is released, optionally with an error. */
function holdAt(held: string) {
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  service.intercept(async (step, call) => {
    if (step !== held) return call();
    entered.resolve();
    await released.promise;
    return call();
  });
  return {
    entered: entered.promise,
    release: (error?: Error) => (error ? released.reject(error) : released.resolve()),
  };
}

it('A run that failed after its switch records the slot that the API serves', async () => {
  service.intercept((step, call) => {
    if (step === 'record') throw new Error('The record is broken.');
    return call();
  });
  const failed = await service.run({ month: MONTH, source: join(folder, MONTH) });
  service.intercept(null);
  await service.recover();

  expect(failed.status).toBe('FAILED');
  expect(service.stage.read().slot).toBe(first.stage.slot);
  expect((await releases.recordOf(failed)).release).toMatchObject({ changed: true, slot: first.stage.slot });
});

it('A rollback is recorded and frees the lock where the live slot can’t be read afterwards', async () => {
  service.intercept((step, call) => {
    if (step === 'activate')
      service.proxy.decide(({ path }) => (path.startsWith('/restapis/') ? 'server_error' : null));
    return call();
  });
  const failed = await service.rollBack();

  expect([failed.status, failed.error]).toEqual(['FAILED', 'TransientError']);
  expect((await releases.recordOf(failed)).release).toMatchObject({ changed: true, slot: null });
  expect((await service.bucket.readJson<Lock>(LOCK_KEY)).holder).toBeNull();
});

describe('A rollback is refused', () => {
  it('while a run is in progress, after it has waited for lockWaitSeconds', async () => {
    const { entered, release } = holdAt('ingest');
    const running = service.run({ month: MONTH, source: join(folder, MONTH) });
    await entered;
    const refused = await service.rollBack();
    const { holder } = await service.bucket.readJson<Lock>(LOCK_KEY);

    expect([refused.status, refused.error]).toEqual(['FAILED', 'RunInProgressError']);
    const { error } = await recordOf(refused);
    expect(error!.message).toContain(`The run ${holder!.run_id} of ${MONTH} has been in progress since`);
    release();
    expect((await running).status).toBe('SUCCEEDED');
  });

  it('where nothing has been released', async () => {
    await goTo(nothing);
    await expectRefusal('NoEarlierReleaseError', /Nothing has been released yet/);
  });

  it('where the live release is the first', async () => {
    await goTo(first);
    await expectRefusal('NoEarlierReleaseError', /the first release, from the slot/);
  });

  it('for a partly filled slot, which the next run fills again', async () => {
    let put = 0;
    service.proxy.decide(({ method, path }) =>
      method === 'PUT' && path.includes('/api_endpoints/') && ++put > 5 ? 'server_error' : null,
    );
    expect((await service.run({ month: MONTH, source: join(folder, MONTH) })).status).toBe('FAILED');
    service.proxy.decide(null);

    await expectRefusal('SlotIncompleteError', /only partly filled by the run/);
    await run(MONTH);
    expect((await service.rollBack()).status).toBe('SUCCEEDED');
    expect(differencesBetween(second.documents, await documents())).toEqual([]);
  });

  it.each<[string, (saved: Saved, key: string) => Saved]>([
    ['lacks a document', (saved, key) => new Map([...saved].filter(([each]) => each !== key))],
    [
      'contains another document',
      (saved, key) =>
        new Map([...saved].map(([each, object]) => [each, each === key ? { ...object, ...OTHER } : object])),
    ],
  ])('for a slot that %s although its marker is complete', async (_, spoil) => {
    const key = documentKey(first.stage.slot as Slot, 'v1/stats.json');
    expect(second.saved.has(key)).toBe(true);
    await service.bucket.restore(spoil(second.saved, key));
    await expectRefusal('SlotIncompleteError', /documents that differ from the \d+ that the run/);
  });

  it.each<[string, () => void]>([
    [
      'its run failed before the switch',
      () =>
        service.intercept((step, call) => {
          if (step === 'activate') throw new Error('The switch is broken.');
          return call();
        }),
    ],
    ['the switch failed', breakSwitch],
  ])('for a slot whose release was never live because %s', async (_, spoil) => {
    spoil();
    expect((await service.run({ month: MONTH, source: join(folder, MONTH) })).status).toBe('FAILED');
    service.intercept(null);
    service.proxy.decide(null);
    await expectRefusal('NoEarlierReleaseError', /never released/);
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown field', { month: '2026-10' }, /Rollback input/],
    ['a reason that is not a string', { reason: 1 }, /reason is 1/],
    [
      'a release that is not a run id',
      { to: 'yesterday' },
      /to is "yesterday": must be the id of the run whose/,
    ],
  ])('for an input with %s', async (_, input, sentence) => {
    await expectRefusal('RunInputError', sentence, input);
  });
});

const OTHER = { etag: '"other"', body: Buffer.from('{}') };

it('The report of a rollback, under its run id, names both slots', async () => {
  const { run_id } = await recordOf(await service.rollBack());
  expect(await service.bucket.readJson(rollbackReportKey(run_id))).toMatchObject({
    from: { slot: second.stage.slot },
    to: { slot: first.stage.slot },
  });
});
