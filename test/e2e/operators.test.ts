import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Backfill } from '../../cli/backfill/backfill.ts';
import type { ReleaseChanges } from '../../cli/diff/text.ts';
import type { Quarantine } from '../../cli/quarantine/group.ts';
import { createClients } from '../../cli/shared/clients.ts';
import type { RunList } from '../../cli/shared/run-list.ts';
import { verifyCommits } from '../../cli/verify/commits.ts';
import { createFindings, type Verification } from '../../cli/verify/findings.ts';
import { verify } from '../../cli/verify/verify.ts';
import type { StackInfo } from '../../local/stack/info.ts';
import {
  auditReportKey,
  commitKey,
  documentKey,
  LOCK_KEY,
  manifestKey,
  runRecordKey,
  SLOTS,
  slotFolder,
  slotMarkerKey,
} from '../../model/keys.ts';
import type { MonthCommit } from '../../model/runs/reports.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { type CloudFormation, startCloudFormation } from '../cli/cloudformation.ts';
import { recordsIn } from '../fixtures/drop.ts';
import {
  type Finished,
  killedAfter,
  runWith,
  type Script,
  type Server,
  serve,
  signalledAfter,
  temporaryFolder,
} from './commands.ts';
import { sampleDrop } from './drops.ts';

/**
 * The operators' commands on one small stack, once by its data directory and once as a "deployed" stack whose outputs name
 * the same servers, which the commands find as they find AWS. Each test continues from the state of the previous one.
 */

// A test runs several commands, which take long on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const STACK = 'Movies';
/** Enough rows for every command, and few documents to publish. */
const ROWS = 60;

const dataDir = temporaryFolder();
const drops = temporaryFolder();
const source = join(drops, '{yyyy}-{mm}');
let server: Server;
let cloudFormation: CloudFormation;
let info: StackInfo;
let s3: S3Client;
/** The SDK's environment variables for the deployed stack. */
let aws: NodeJS.ProcessEnv;

beforeAll(async () => {
  for (const month of ['2026-08', '2026-09', '2026-10']) writeDrop(month);
  // So that no run takes over the lock of the simulated run below.
  server = await serve(dataDir, { lockGraceSeconds: 3_600 });
  info = JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')) as StackInfo;
  s3 = new S3Client({
    endpoint: info.endpoints.s3,
    region: info.region,
    credentials: info.credentials,
    forcePathStyle: true,
  });
  cloudFormation = await startCloudFormation(STACK, {
    BucketName: info.bucket,
    StateMachineArn: info.state_machine_arn,
    RollbackStateMachineArn: info.rollback_state_machine_arn,
    ApiId: info.rest_api_id,
    StageName: info.stage_name,
  });
  aws = {
    AWS_REGION: info.region,
    AWS_ACCESS_KEY_ID: info.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: info.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: info.endpoints.s3,
    AWS_ENDPOINT_URL_SFN: info.endpoints.sfn,
    AWS_ENDPOINT_URL_API_GATEWAY: info.endpoints.api_gateway,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
  };
});
afterAll(async () => {
  s3?.destroy();
  await cloudFormation?.close();
  await server?.stop();
});

/** Writes the first rows of a sample month, the last of them with an invalid date. */
function writeDrop(month: string): void {
  const [header, ...records] = recordsIn(sampleDrop(month).csv);
  const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
  const rows = records.slice(0, ROWS);
  rows.at(-1)![header!.indexOf('release_date')] = '1995-02-30';
  const lines = [header!, ...rows].map((fields) => `${fields.map(quoted).join(',')}\n`);
  mkdirSync(join(drops, month));
  writeFileSync(join(drops, month, 'movies_metadata.csv'), lines.join(''));
}

const onFolder = (script: Script, ...args: string[]): Promise<Finished> =>
  runWith({}, script, ...args, '--data-dir', dataDir);
const onStack = (script: Script, ...args: string[]): Promise<Finished> =>
  runWith(aws, script, ...args, '--stack', STACK);

/** Runs a command on both targets, asserts equal JSON and returns it. */
async function onBoth<Result>(
  script: Script,
  ...args: string[]
): Promise<Result & { readonly code: number }> {
  const folder = await onFolder(script, ...args, '--json');
  const stack = await onStack(script, ...args, '--json');
  expect(stack.stdout, stack.stderr).toBe(
    folder.stdout.replaceAll(`--data-dir ${dataDir}`, `--stack ${STACK}`),
  );
  expect(stack.code).toBe(folder.code);
  return { ...(JSON.parse(folder.stdout) as Result), code: folder.code! };
}

async function read(key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: info.bucket, Key: key }));
  return Buffer.from(await Body!.transformToByteArray());
}
const put = (key: string, body: Buffer | string): Promise<unknown> =>
  s3.send(new PutObjectCommand({ Bucket: info.bucket, Key: key, Body: body }));
const readJson = async <Value>(key: string): Promise<Value> => JSON.parse(String(await read(key))) as Value;

describe('An operator', () => {
  it('gets a one-line error for an unknown stack and for options that exclude each other', async () => {
    const other = await runWith(aws, 'runs', '--stack', 'Music');
    expect([other.code, other.stdout]).toEqual([1, '']);
    expect(other.stderr).toMatch(/^StackError: There is no stack Music in .*\n$/);
    const both = await onStack('verify', '--data-dir', dataDir);
    expect([both.code, both.stderr]).toEqual([1, expect.stringMatching(/^--stack is "Movies".*\n$/)]);
  });

  it('gets the result of a month from a dry run, which commits nothing', async () => {
    const dry = await onStack('month', '--month', '2026-08', '--source', join(drops, '2026-08'), '--dry-run');
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stdout).toMatch(/^movies_metadata\.csv +60 +\d+ +\d+ +\d+$/m);
    expect(dry.stdout).toContain('\nA real run would pass.\n');
    await expect(read(commitKey('2026-08'))).rejects.toThrow();
  });

  let id = '';
  const range = ['--first', '2026-08', '--last', '2026-09', '--source', source];

  it('backfills months and resumes after the process was killed', async () => {
    const killed = await killedAfter(
      '[2/2] 2026-09  Plan the run',
      'backfill',
      ...range,
      ...['--reason', 'the archive', '--data-dir', dataDir],
    );
    [id] = /^backfill-\S+(?=:)/.exec(killed.stderr) as unknown as [string];
    const resumed = await onStack('backfill', ...range, '--resume', id, '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    const { months, published } = JSON.parse(resumed.stdout) as Backfill;
    // The resumed backfill followed the run in progress instead of starting a second one.
    expect(months.map(({ month, outcome, read: rows }) => [month, outcome, rows])).toEqual([
      ['2026-08', 'skipped', ROWS],
      ['2026-09', 'skipped', ROWS],
    ]);
    expect(published?.outcome).toBe('published');
    const { runs } = JSON.parse((await onFolder('runs', '--json')).stdout) as RunList;
    expect(runs.map(({ reason, dry_run }) => (dry_run ? 'dry' : reason))).toEqual([
      `${id} [publish]`,
      `${id} [2/2]: the archive`,
      `${id} [1/2]: the archive`,
      'dry',
    ]);
  });

  it('only publishes when a finished backfill is resumed', async () => {
    const again = await onFolder('backfill', ...range, '--resume', id);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain('2 of 2 months are already committed.');
    expect(again.stdout).toBe(
      '0 months committed, 2 already committed; the API already serves these figures.\n',
    );
  });

  it('gets the failed month of a backfill and the command that resumes it', async () => {
    const failed = await onFolder('backfill', '--first', '2026-11', '--last', '2026-12', '--source', source);
    expect([failed.code, failed.stdout]).toEqual([1, '']);
    const last = failed.stderr.trim().split('\n').at(-1)!;
    expect(last).toMatch(/^2026-11 failed \(run \S+\): SourceError: .*2026-11/);
    const command = `npm run backfill -- --first 2026-11 --last 2026-12 --source '${pathToFileURL(drops).href}/{yyyy}-{mm}' --resume backfill-`;
    expect(last).toContain(`resume with: ${command}`);
  });

  it('runs a month of a deployed stack to its end', async () => {
    const run = await onStack('month', '--month', '2026-10', '--source', join(drops, '2026-10'), '--json');
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/^2026-10 {2}Commit the month /m);
    expect(JSON.parse(run.stdout) as RunRecord).toMatchObject({ outcome: 'succeeded', month: '2026-10' });
  });

  it('gets the same list of runs on both targets', async () => {
    const { live, runs } = await onBoth<RunList>('runs', '--limit', '2');
    expect(runs.map(({ month, outcome }) => [month, outcome])).toEqual([
      ['2026-10', 'succeeded'],
      ['2026-11', 'failed'],
    ]);
    expect(live?.run_id).toBe(runs[0]!.run_id);
  });

  it('gets a month’s quarantined rows by reason with the invalid cells', async () => {
    const quarantine = await onBoth<Quarantine>('quarantine', '--month', '2026-09', '--examples', '1');
    const [first] = quarantine.reasons;
    expect(quarantine).toMatchObject({ month: '2026-09', file: 'movies_metadata.csv', read: ROWS });
    expect(first).toEqual({
      reason: 'column_count',
      rows: 2,
      share: 2 / ROWS,
      examples: [{ line: expect.any(Number), value: '10 fields instead of 24', id: null, title: null }],
    });
    const one = await onFolder('quarantine', '--run', quarantine.run_id, '--reason', 'release_date');
    expect(one.stdout).toMatch(/^release_date: 1, 1\.67 %\n {4}line \d+ {2}"1995-02-30" {2}id \d+ {2}/m);
    const none = await onFolder('quarantine', '--month', '2025-01');
    expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/^2025-01 was never committed/)]);
  });

  it('gets the differences between a release and the previous one', async () => {
    const { from, to, movies, figures, documents, addresses } = await onBoth<ReleaseChanges>(
      'diff',
      '--limit',
      '2',
    );
    expect([from.live, to.live]).toEqual([false, true]);
    expect([from.months.length, to.months.length]).toEqual([2, 3]);
    const addressCount = (kind: 'appear' | 'disappear'): number =>
      addresses[kind].reduce((sum, { count }) => sum + count, 0);
    expect(addressCount('appear')).toBe(documents.added);
    expect(addressCount('disappear')).toBe(documents.removed);
    expect(addresses.appear.find(({ endpoint }) => endpoint === '/v1/stats/company/{id}')).toMatchObject({
      first: [expect.stringMatching(/^\/v1\/stats\/company\/\d+$/), expect.anything()],
    });
    const { added, changed, gone } = movies!;
    expect(figures.totals.movie_count.difference).toBe(added.count - gone.count);
    expect([added.first.length, gone.count]).toEqual([2, 0]);
    expect(added.first[0]!.ingest_month).toBe('2026-10');
    expect(added.first[0]!.revenue!).toBeGreaterThanOrEqual(added.first[1]!.revenue!);
    expect(Object.values(changed.columns).every((count) => count <= changed.count)).toBe(true);
    const back = JSON.parse(
      (await onFolder('diff', '--from', to.run_id, '--to', from.slot, '--json')).stdout,
    ) as ReleaseChanges;
    expect([back.movies!.gone.count, back.movies!.added.count]).toEqual([added.count, 0]);
    expect(back.movies!.changed.columns).toEqual(changed.columns);
  });

  it('gets a successful verification of an undamaged stack', async () => {
    const whole = await onFolder('verify');
    expect(whole.code, whole.stdout).toBe(0);
    expect(whole.stdout).toMatch(
      /^Everything matches its record: 3 months, 3 raw copies, 9 parts, 9 manifests, 2 releases, /,
    );
    expect((await onBoth<Verification>('verify', '--quick')).ok).toBe(true);
  });

  it('stops the run on a deployed stack by ending its command', async () => {
    const free = await read(LOCK_KEY);
    // A run that died: the next run waits for the grace period of its functions.
    const holder = { execution_arn: `${info.state_machine_arn}:gone`, run_id: 'gone', month: '2026-10' };
    const now = new Date().toISOString();
    await put(LOCK_KEY, JSON.stringify({ holder, since: now, stopped_at: now }));
    onTestFinished(async () => {
      await put(LOCK_KEY, free);
    });
    const stopped = await signalledAfter(
      'SIGINT',
      'Waiting for the run in progress',
      aws,
      'month',
      ...['--month', '2026-10', '--from', 'normalize', '--stack', STACK],
    );
    expect([stopped.code, stopped.stderr]).toEqual([1, expect.stringMatching(/ended by SIGINT/)]);
    const { runs } = JSON.parse((await onStack('runs', '--limit', '1', '--json')).stdout) as RunList;
    expect(runs[0]).toMatchObject({ from: 'normalize', outcome: 'stopped' });
    const quick = JSON.parse((await onStack('verify', '--quick', '--json')).stdout) as Verification;
    expect(quick.differences.map(({ check, key }) => [check, key])).toEqual([['lock', LOCK_KEY]]);
  });

  it('gets one difference per unreadable record and none that only follow from it', async () => {
    const { run_id, tables } = await readJson<MonthCommit>(commitKey('2026-08'));
    const markers = SLOTS.map(slotMarkerKey);
    const [audit, record] = [auditReportKey(run_id), runRecordKey(run_id)];
    const part = tables.genres!.parts[0]!.key;
    const damaged = [commitKey('2026-09'), audit, record, part, ...markers, LOCK_KEY];
    const before = await Promise.all(damaged.map(read));
    onTestFinished(async () => {
      for (const [at, key] of damaged.entries()) await put(key, before[at]!);
    });
    for (const key of [commitKey('2026-09'), record, LOCK_KEY]) await put(key, '{"holder"');
    for (const key of [audit, ...markers]) await put(key, 'null');
    await put(part, gzipSync('null\n'));
    const { code, ok, differences } = await onBoth<Verification & { code: number }>('verify');
    expect([code, ok]).toEqual([1, false]);
    expect(differences.map(({ key }) => key).toSorted()).toEqual(damaged.toSorted());
  });

  it('gets no differences for records that a run in progress has yet to write, and a note about a run that began during the verification', async () => {
    const clients = createClients(info);
    onTestFinished(() => clients.close());
    const { run_id } = await readJson<MonthCommit>(commitKey('2026-08'));
    const [record, free] = [await read(runRecordKey(run_id)), await read(LOCK_KEY)];
    onTestFinished(async () => {
      await put(runRecordKey(run_id), record);
      await put(LOCK_KEY, free);
    });
    await s3.send(new DeleteObjectCommand({ Bucket: info.bucket, Key: runRecordKey(run_id) }));
    for (const [running, differences] of [
      [run_id, 0],
      [null, 1],
    ] as const) {
      const findings = createFindings();
      await verifyCommits(
        clients.bucket,
        { findings, quick: true, target: '' },
        { month: '2026-08', running },
      );
      expect(findings.result(false).differences).toHaveLength(differences);
    }
    const began = JSON.stringify({ ...JSON.parse(String(free)), since: new Date().toISOString() });
    clients.s3.middlewareStack.add((next, { commandName }) => async (call) => {
      if (commandName === 'ListObjectsV2Command') await put(LOCK_KEY, began);
      return next(call);
    });
    const { notes } = await verify(clients, { month: null, quick: true, target: '', log: () => {} });
    expect(notes).toEqual([expect.stringMatching(/^A run has started meanwhile, /)]);
  });

  describe('after damage', () => {
    const flipped = (body: Buffer): Buffer => {
      const damaged = Buffer.from(body);
      damaged[Math.floor(body.length / 2)]! ^= 1;
      return damaged;
    };
    /** Flips a bit in the S3 server's files on disk; the server still returns the original checksum. */
    function rot(body: Buffer): void {
      for (const entry of readdirSync(join(dataDir, 's3'), { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (entry.isFile() && statSync(file).size === body.length && readFileSync(file).equals(body))
          writeFileSync(file, flipped(body));
      }
    }
    let raw: { key: string; body: Buffer };
    let rotten: string;
    let live: 'blue' | 'green';

    it('gets the differences with expected and found values', async () => {
      live = (JSON.parse((await onFolder('runs', '--json')).stdout) as RunList).live!.slot;
      const commit = await readJson<MonthCommit>(commitKey('2026-08'));
      raw = { key: commit.files[0]!.key, body: await read(commit.files[0]!.key) };
      const { tables } = await readJson<MonthCommit>(commitKey('2026-09'));
      const part = tables.genres!.parts[0]!.key;
      const manifest = manifestKey('movies_metadata', '2026-08');
      const document = documentKey(live, 'v1/stats/year.json');
      for (const key of [raw.key, part, document]) await put(key, flipped(await read(key)));
      // The same number of rows, one with a different value.
      const renamed = tables.production_companies!.parts[0]!.key;
      const names = gunzipSync(await read(renamed)).toString();
      await put(renamed, gzipSync(names.replace('"name":"', '"name":"Not ')));
      await put(manifest, '\n');
      rotten = documentKey(live, 'v1/stats/genre.json');
      rot(await read(rotten));

      const { code, ok, differences } = await onBoth<Verification & { code: number }>('verify');
      expect([code, ok]).toEqual([1, false]);
      expect(differences.map(({ check, key }) => [check, key])).toEqual([
        ['raw copy', raw.key],
        ['part', part],
        ['part', renamed],
        ['manifest', manifest],
        ['release', slotFolder(live)],
        ['document', rotten],
      ]);
      expect(differences[0]!.expected).toContain(commit.files[0]!.sha256);
      expect(differences[4]!.found).toContain(`written since: ${document}`);
    });

    it('repairs the stack as advised', async () => {
      await put(raw.key, raw.body);
      await s3.send(new DeleteObjectCommand({ Bucket: info.bucket, Key: rotten }));
      const repaired = await onFolder('month', '--month', '2026-09', '--from', 'normalize');
      expect(repaired.code, repaired.stderr).toBe(0);
      const verified = JSON.parse((await onFolder('verify', '--json')).stdout) as Verification;
      // The next release fills the damaged slot.
      expect(verified.differences.map(({ key }) => key)).toEqual([slotFolder(live)]);
    });
  });

  it('removes a month, and the next release does not contain it', async () => {
    const removed = await onStack('remove', '--month', '2026-10', '--reason', 'came by mistake', '--force');
    expect(removed.code, removed.stderr).toBe(0);
    expect(removed.stdout).toMatch(/^2026-10 is removed \(run \S+\): /);
    const status = (await (await fetch(`${server.url}/v1/status`)).json()) as { months: { month: string }[] };
    expect(status.months.map(({ month }) => month)).toEqual(['2026-08', '2026-09']);
    const verified = await onFolder('verify');
    expect(verified.code, verified.stdout).toBe(0);
    const { code, stderr } = await onFolder('quarantine', '--month', '2026-10');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^2026-10 was removed by run /)]);
  });
});
