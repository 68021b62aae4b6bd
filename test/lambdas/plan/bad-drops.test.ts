import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PipelineError } from '../../../model/errors.ts';
import { PREFIXES } from '../../../model/keys.ts';
import { zip } from '../../fixtures/zip.ts';
import { COLUMNS } from '../../reference/rows.ts';
import { csvOf } from '../../reference/sample.ts';
import { BUCKET } from '../bucket.ts';
import { MOVIES, type Outcome, type Pipeline, startPipeline } from '../pipeline.ts';

const PART_BYTES = 64_000_000;
const MAX_FILE_BYTES = '1000000';

const csv = csvOf([{ id: '1', title: 'One' }, { id: '2', title: 'Two' }, { id: 'x' }, { id: '1' }]);
const counts = { read: 4, blank_rows: 0, accepted: 2, quarantined: 1, duplicates: 1, reasons: { id: 1 } };
const gzipped = gzipSync(csv);
/** A text that compresses well and is larger than the size limit when unpacked. */
const large = `${csv}${'\n'.repeat(2_000_000)}`;

type Files = Readonly<Record<string, string | Buffer>>;

let pipeline: Pipeline;
let s3: S3Client;
let folder: string;
let runs = 0;

beforeAll(async () => {
  pipeline = await startPipeline();
  s3 = new S3Client({ forcePathStyle: true });
  folder = await mkdtemp(join(tmpdir(), 'bad-drops-'));
});
afterAll(async () => {
  await pipeline.stop();
  await rm(folder, { recursive: true });
});

const nextName = (): string => {
  runs += 1;
  return `bad-${runs}`;
};
const archiveOf = (files: Files): Buffer =>
  zip(Object.entries(files).map(([name, content]) => ({ name: `drop/${name}`, content })));
const put = (key: string, body: string | Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: 'drops', Key: key, Body: Buffer.from(body) }));

/** Every kind of source. The functions create a drop and return its URI. */
const KINDS: readonly [string, (name: string, files: Files) => Promise<string>][] = [
  [
    'a folder',
    async (name, files) => {
      const drop = await mkdtemp(join(folder, name));
      for (const [file, content] of Object.entries(files)) await writeFile(join(drop, file), content);
      return drop;
    },
  ],
  [
    'a local zip archive',
    async (name, files) => {
      const archive = join(folder, `${name}.zip`);
      await writeFile(archive, archiveOf(files));
      return archive;
    },
  ],
  [
    'an S3 prefix',
    async (name, files) => {
      for (const [file, content] of Object.entries(files)) await put(`${name}/${file}`, content);
      return `s3://drops/${name}/`;
    },
  ],
  [
    'a zip archive in S3',
    async (name, files) => {
      await put(`${name}.zip`, archiveOf(files));
      return `s3://drops/${name}.zip`;
    },
  ],
];

const run = (name: string, source: string): Promise<Outcome> => pipeline.run(name, source, PART_BYTES);

async function tableKeysOf(name: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: BUCKET, Prefix: PREFIXES.tables }),
  );
  return Contents.map(({ Key }) => Key!).filter((key) => key.includes(`run=${name}/`));
}

async function expectFailure(name: string, source: string, error: string, message: RegExp): Promise<void> {
  const failure = await run(name, source).then(
    () => expect.fail(`should fail with ${error}`),
    (reason: Error) => reason,
  );
  expect(failure).toBeInstanceOf(PipelineError);
  expect({ name: failure.name, message: failure.message }).toEqual({
    name: error,
    message: expect.stringMatching(/^[^\n]+\.$/),
  });
  expect(failure.message).toMatch(message);
  // A raw copy may exist, but no table has a row before the whole file is validated.
  expect(await tableKeysOf(name)).toEqual([]);
}

describe.each(KINDS)('a drop in %s', (_, make) => {
  afterEach(() => {
    process.env.MAX_FILE_BYTES = '1000000000';
  });

  it.each<[string, Files]>([
    ['plain files', { [MOVIES]: csv, 'links.csv': 'movieId\n1\n' }],
    ['gzipped files', { [`${MOVIES}.gz`]: gzipped, 'notes.txt.gz': gzipSync('kept as it is') }],
    [
      'a gzipped file of several members',
      { [`${MOVIES}.gz`]: Buffer.concat([gzipSync(csv.slice(0, 100)), gzipSync(csv.slice(100))]) },
    ],
  ])('a drop with %s is accepted', async (_case, files) => {
    const name = nextName();
    expect((await run(name, await make(name, files))).counts).toEqual(counts);
  });

  it('a drop with a header without rows and with additional columns is accepted', async () => {
    const name = nextName();
    const outcome = await run(name, await make(name, { [MOVIES]: `${COLUMNS.join(',')},rating,\n` }));
    expect(outcome).toMatchObject({ counts: { read: 0, accepted: 0 }, extraColumns: ['rating', ''] });
  });

  it.each<[string, Files, string, RegExp]>([
    [
      'no movies_metadata.csv',
      { 'links.csv': 'a\n' },
      'MissingFileError',
      /no movies_metadata\.csv.*contains the file links\.csv\./,
    ],
    [
      'both forms of a file',
      { [MOVIES]: csv, 'links.csv': 'a\n', 'links.csv.gz': gzipSync('a\n') },
      'DuplicateFileError',
      /both links\.csv and links\.csv\.gz/,
    ],
    ['an empty file', { [MOVIES]: '' }, 'EmptyFileError', /movies_metadata\.csv/],
    [
      'a gzipped file of 0 bytes',
      { [`${MOVIES}.gz`]: '' },
      'CorruptArchiveError',
      /movies_metadata\.csv\.gz/,
    ],
    ['a gzipped empty file', { [`${MOVIES}.gz`]: gzipSync('') }, 'EmptyFileError', /movies_metadata\.csv/],
    [
      'a truncated gzipped file',
      { [`${MOVIES}.gz`]: gzipped.subarray(0, -12) },
      'CorruptArchiveError',
      /movies_metadata\.csv\.gz cannot be unpacked/,
    ],
    [
      'a missing column',
      { [MOVIES]: 'id,title\n1,a\n' },
      'MissingColumnError',
      /line 1.*adult.*it has id, title/,
    ],
    [
      'a header of thousands of names, one of which is very long',
      { [MOVIES]: `id,"a\n${'b'.repeat(900_000)}",${'c,'.repeat(9_000)}\n` },
      'MissingColumnError',
      /^.{1,1000}it has id, a\\nb+…, c,.{1,100} and 8973 more; add or rename columns\.$/,
    ],
    ['an unclosed quote', { [MOVIES]: `${csv}"1\n` }, 'MalformedCsvError', /line 6.*never closed/],
    ['a stray quote', { [MOVIES]: `${csv}a"b\n` }, 'MalformedCsvError', /line 6.*double the quotes/],
    [
      'a record over 1 MB',
      { [MOVIES]: `${csv}"${'x'.repeat(1_000_001)}"\n` },
      'MalformedCsvError',
      /line 6.*1000000/,
    ],
    [
      'text that is not UTF-8',
      { [MOVIES]: Buffer.from(`${csv}é`, 'latin1') },
      'NotUtf8Error',
      /line 6.*UTF-8/,
    ],
  ])('a drop with %s fails the run', async (_case, files, error, message) => {
    const name = nextName();
    await expectFailure(name, await make(name, files), error, message);
  });

  it.each<[string, Files]>([
    ['a file', { [MOVIES]: large }],
    ['a gzipped file', { [`${MOVIES}.gz`]: gzipSync(large) }],
  ])(
    'a drop with %s that is larger than the size limit when unpacked fails the run',
    async (_case, files) => {
      process.env.MAX_FILE_BYTES = MAX_FILE_BYTES;
      const name = nextName();
      await expectFailure(
        name,
        await make(name, files),
        'FileTooLargeError',
        /movies_metadata\.csv.*1000000/,
      );
    },
  );
});

describe('a zip archive', () => {
  it.each<[string, Buffer]>([
    ['is truncated', archiveOf({ [MOVIES]: csv }).subarray(0, -30)],
    [
      'has damaged bytes',
      archiveOf({ [MOVIES]: csv }).map((byte, at) => (at === 80 ? byte ^ 1 : byte)) as Buffer,
    ],
    [
      'unpacks to more bytes than its directory states',
      zip([{ name: MOVIES, content: large, claims: { bytes: 500_000 } }]),
    ],
  ])('a zip archive in S3 that %s fails the run', async (_, archive) => {
    const name = nextName();
    await put(`${name}.zip`, archive);
    await expectFailure(name, `s3://drops/${name}.zip`, 'CorruptArchiveError', new RegExp(`${name}\\.zip`));
  });
});
