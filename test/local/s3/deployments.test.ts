import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deployAllFiles, deployFiles, readDeployments } from '../../../local/s3/deployments.ts';
import { templateOf } from '../template/templates.ts';
import { BUCKET, startTestS3 } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'deployments-'));
const write = (path: string, text = path): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
for (const name of ['index.html', 'robots.txt', 'assets/a-1.js', 'assets/b-2.css', 'assets/c-3.bin']) {
  write(`asset.1/${name}`, name);
}
write(
  'Stack.assets.json',
  JSON.stringify({
    files: { '1': { source: { path: 'asset.1' }, destinations: { here: { objectKey: '1.zip' } } } },
  }),
);

const template = (properties: object) =>
  templateOf(
    {
      Files: {
        Type: 'Custom::CDKBucketDeployment',
        Properties: { DestinationBucketName: BUCKET, SourceObjectKeys: ['1.zip'], ...properties },
      },
    },
    folder,
  );

let s3: Awaited<ReturnType<typeof startTestS3>>;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(async () => {
  await s3.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function deployed(properties: object): Promise<string[]> {
  for (const deployment of await readDeployments(template(properties)))
    await deployFiles(s3.client, deployment);
  const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => Key!);
}

describe('A bucket deployment', () => {
  beforeEach(async () => {
    for (const Key of ['old.html', 'assets/old.js']) {
      await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
    }
  });

  it('uploads the files that it includes and changes no other objects', async () => {
    expect(await deployed({ Exclude: ['*'], Include: ['assets/*'], Prune: false })).toEqual([
      'assets/a-1.js',
      'assets/b-2.css',
      'assets/c-3.bin',
      'assets/old.js',
      'old.html',
    ]);
  });

  it('deletes objects that are not in its folder if it prunes, except excluded ones', async () => {
    const keys = await deployed({ Exclude: ['assets/*'], Prune: true });

    expect(keys).toContain('assets/old.js');
    expect(keys).toContain('index.html');
    expect(keys).not.toContain('old.html');
  });

  it('sets content types by file name and the given metadata', async () => {
    await deployed({ SystemMetadata: { 'cache-control': 'no-cache' }, Prune: false });
    const typeOf = async (Key: string) => {
      const { ContentType, CacheControl } = await s3.client.send(
        new GetObjectCommand({ Bucket: BUCKET, Key }),
      );
      return [ContentType, CacheControl];
    };

    expect(await typeOf('index.html')).toEqual(['text/html', 'no-cache']);
    expect(await typeOf('robots.txt')).toEqual(['text/plain', 'no-cache']);
    expect(await typeOf('assets/a-1.js')).toEqual(['text/javascript', 'no-cache']);
    expect(await typeOf('assets/b-2.css')).toEqual(['text/css', 'no-cache']);
    expect(await typeOf('assets/c-3.bin')).toEqual(['binary/octet-stream', 'no-cache']);
  });

  it('is repeated only after another deployment or an interruption', async () => {
    const doneFile = join(folder, 'deployed.json');
    const Key = 'robots.txt';
    const run = async (properties: object) => {
      await deployAllFiles(s3.client, await readDeployments(template(properties)), doneFile);
      return (await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body!.transformToString();
    };
    const change = () => s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'changed' }));

    expect(await run({})).toBe('robots.txt');
    await change();
    expect(await run({})).toBe('changed');
    expect(await run({ SystemMetadata: { 'cache-control': 'no-cache' } })).toBe('robots.txt');
    await change();
    rmSync(doneFile);
    expect(await run({ SystemMetadata: { 'cache-control': 'no-cache' } })).toBe('robots.txt');
  });

  it.each([
    [
      'of no asset',
      { SourceObjectKeys: ['2.zip'] },
      'Files deploys 2.zip, which is not an asset of the template.',
    ],
    ['of several sources', { SourceObjectKeys: ['1.zip', '1.zip'] }, 'several sources'],
    [
      'with metadata nobody knows',
      { SystemMetadata: { 'storage-class': 'x' } },
      'the metadata storage-class',
    ],
  ])('%s is refused', async (_, properties, message) => {
    await expect(readDeployments(template(properties))).rejects.toThrow(message);
  });
});
