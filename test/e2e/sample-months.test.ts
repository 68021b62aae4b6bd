import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentChecks, type OpenApi } from '../../cli/smoke/contract.ts';
import { examplesOf } from '../../fixtures/examples.ts';
import examples from '../../model/api/examples.json' with { type: 'json' };
import { type Expected, expectedAfter } from '../reference/documents.ts';
import { tablesAfter } from '../reference/downloads.ts';
import { monthSucceeds, type Server, serve, temporaryFolder } from './commands.ts';
import { faultsAgainst, type Snapshot, snapshot, strayDocuments } from './compare.ts';
import { downloadFaults } from './downloads.ts';
import { changed, type Drop, folderAfter, optionsFor, SAMPLE_MONTHS, sampleDrop } from './drops.ts';
import { forAll, send } from './http.ts';

const [august, september, october] = SAMPLE_MONTHS.map(sampleDrop) as [Drop, Drop, Drop];
const all = expectedAfter([august, september, october]);

let inOrder: Snapshot;

describe('The sample months, each run by its own command and served afterwards,', () => {
  let dataDir: string;
  let server: Server;

  beforeAll(async () => {
    dataDir = await folderAfter('2026-10');
    server = await serve(dataDir);
    inOrder = await snapshot(server.url, all);
  });
  afterAll(() => server?.stop());

  /** Validates the documents at these paths by the served OpenAPI document and returns the faults. */
  async function contractFaults(paths: readonly string[]): Promise<string[]> {
    const checks = documentChecks(JSON.parse((await send(server.url, '/v1/openapi.json')).text) as OpenApi);
    const faults = await forAll(paths, async (path) => {
      const { status, text } = await send(server.url, path);
      return status === 200 ? checks.faultsOf(path, JSON.parse(text)) : [`${path}: status ${status}`];
    });
    return faults.flat().slice(0, 12);
  }

  it('equal the reference', async () => {
    expect(await faultsAgainst(server.url, all)).toEqual([]);
    expect(await strayDocuments(dataDir, all)).toEqual([]);
  });

  it('have a valid document at every path of the served OpenAPI document', async () => {
    const { paths } = JSON.parse((await send(server.url, '/v1/')).text) as { paths: { example: string }[] };
    const rest = [...all.documents.keys()];
    expect(await contractFaults([...paths.map(({ example }) => example), ...rest])).toEqual([]);
  });

  it('equal the examples in OpenAPI (npm run examples updates them)', async () => {
    const found = await examplesOf(async (path) => JSON.parse((await send(server.url, path)).text));
    expect(found).toEqual(examples);
  });

  it('list downloads whose files equal the reference', async () => {
    const tables = tablesAfter([august, september, october]);
    for (const [name, rows] of tables) expect(rows.length, name).toBeGreaterThan(20);
    expect(await downloadFaults(server.url, dataDir, tables)).toEqual([]);
  });

  it('have enough documents for a meaningful comparison', () => {
    expect(all.status).toMatchObject({ month: '2026-10', months: [{}, {}, {}] });
    expect(all.documents.size).toBeGreaterThan(50);
  });
});

describe('The same months in another order, with repeats, while the API serves,', () => {
  const dataDir = temporaryFolder();
  const runs: Drop[] = [];
  let server: Server;

  async function ingest(drop: Drop, ...options: string[]): Promise<void> {
    await monthSucceeds(...optionsFor(drop, dataDir), ...options);
    runs.push(drop);
  }
  async function expectServed(expected: Expected): Promise<void> {
    expect(await faultsAgainst(server.url, expected)).toEqual([]);
    expect(await strayDocuments(dataDir, expected)).toEqual([]);
  }
  const statusBytes = async (): Promise<string> => (await send(server.url, '/v1/status')).text;

  beforeAll(async () => {
    server = await serve(dataDir);
  });
  afterAll(() => server?.stop());

  it('equal the reference after the newest month alone', async () => {
    await ingest(october);
    await expectServed(expectedAfter(runs));
  });

  it('equal the reference after a smaller version of an older month', async () => {
    await ingest(changed(august, (records) => records.slice(0, 60)));
    await expectServed(expectedAfter(runs));
  });

  it('have the same bytes and ETags as in order after all months', async () => {
    await ingest(september);
    await ingest(august);
    await expectServed(all);
    expect(await snapshot(server.url, all)).toEqual(inOrder);
  });

  it('publish nothing and keep the release for an unchanged month', async () => {
    const before = await statusBytes();
    for (const drop of [september, october]) await ingest(drop);
    expect(await statusBytes()).toBe(before);
    expect(await snapshot(server.url, all)).toEqual(inOrder);
  });

  it('publish nothing for an unchanged month from its committed tables and from its raw copy', async () => {
    const before = await statusBytes();
    for (const from of ['aggregate', 'normalize']) {
      await monthSucceeds('--month', '2026-09', '--from', from, '--data-dir', dataDir);
    }
    expect(await statusBytes()).toBe(before);
    expect(await snapshot(server.url, all)).toEqual(inOrder);
  });

  it('serve the same documents after a run with --no-publish', async () => {
    const before = await statusBytes();
    await ingest(
      changed(september, (records) => records.slice(0, 90)),
      '--no-publish',
      '--force',
    );
    expect(await statusBytes()).toBe(before);
    expect(await snapshot(server.url, all)).toEqual(inOrder);
    await ingest(september);
    await expectServed(all);
  });

  it('keep the older version of a movie when the newer one is quarantined', async () => {
    const faulty = changed(october, (records, header) =>
      records.slice(0, 40).map((record) => record.with(header.indexOf('budget'), 'unknown')),
    );
    // No row is accepted, so only --force passes the gate.
    await ingest({ ...faulty, month: '2026-11' }, '--force');
    const expected = expectedAfter(runs);
    await expectServed(expected);
    expect(await snapshot(server.url, all)).toEqual(inOrder);
    expect(expected.status).toMatchObject({ month: '2026-11', months: [{}, {}, {}, { accepted: 0n }] });
  });

  it('replace a month as a whole by a smaller drop', async () => {
    await ingest(
      changed(october, (records) => records.slice(100, 180)),
      '--force',
    );
    const expected = expectedAfter(runs);
    expect(expected.documents.get('/v1/stats')).not.toEqual(all.documents.get('/v1/stats'));
    await expectServed(expected);
  });

  it('return to the original bytes after the original drop', async () => {
    await ingest(october);
    expect(await snapshot(server.url, all)).toEqual(inOrder);
  });
});
