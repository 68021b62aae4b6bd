import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, startTestS3 } from './server.ts';

/** The features of the S3 server that functions, commands and gateway rely on, tested against new versions of the server. */

let s3: Awaited<ReturnType<typeof startTestS3>>;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.stop());

const put = (Key: string, Body: string | Buffer, conditions = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...conditions }));
const get = (Key: string, conditions = {}) =>
  s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...conditions }));
const statusOf = async (
  request: Promise<{ $metadata: { httpStatusCode?: number } }>,
): Promise<number | undefined> => {
  const answer = await request.catch((error: { $metadata: { httpStatusCode?: number } }) => error);
  return answer.$metadata.httpStatusCode;
};

describe('Conditional writes', () => {
  it('create an object only if it does not exist', async () => {
    expect(await statusOf(put('create', '1', { IfNoneMatch: '*' }))).toBe(200);
    expect(await statusOf(put('create', '2', { IfNoneMatch: '*' }))).toBe(412);
  });

  it('replace an object only if it is unchanged', async () => {
    const { ETag } = await put('replace', '1');

    expect(await statusOf(put('replace', '2', { IfMatch: ETag }))).toBe(200);
    expect(await statusOf(put('replace', '3', { IfMatch: ETag }))).toBe(412);
    expect(await statusOf(put('never-written', '1', { IfMatch: ETag }))).not.toBe(200);
  });

  it('succeed for exactly one of several at once', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 8 }, (_, index) => statusOf(put('race', String(index), { IfNoneMatch: '*' }))),
    );

    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });
});

describe('Reads', () => {
  it.each([
    ['its ETag', (tag: string) => tag, 304],
    ['a weak form of it', (tag: string) => `W/${tag}`, 304],
    ['a list that has it', (tag: string) => `"x", ${tag}`, 304],
    ['any', () => '*', 304],
    ['another', () => '"x"', 200],
  ])('follow HTTP for If-None-Match with %s', async (_, IfNoneMatch, status) => {
    const { ETag } = await put('read', 'content');

    expect(await statusOf(get('read', { IfNoneMatch: IfNoneMatch(ETag!) }))).toBe(status);
  });

  it('return the bytes of a range', async () => {
    await put('range', '0123456789');

    const { Body, ContentRange } = await get('range', { Range: 'bytes=2-4' });

    expect(await Body!.transformToString()).toBe('234');
    expect(ContentRange).toBe('bytes 2-4/10');
  });

  it('return NoSuchKey for a missing object, and only 404 for HEAD', async () => {
    await expect(get('nothing')).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }));
    expect(await statusOf(s3.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'nothing' })))).toBe(
      404,
    );
  });

  it('return the MD5 as the ETag of an object written by one PUT', async () => {
    const { ETag } = await put('md5', 'hello');

    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  it.each(['a b', 'a%2fb', 'é/ü', "it's", 'a+b=c', '(x)!*'])(
    'find the key %s as it was written',
    async (key) => {
      await put(`names/${key}`, key);

      expect(await (await get(`names/${key}`)).Body!.transformToString()).toBe(key);
    },
  );
});

describe('Lists', () => {
  it('filter by prefix, sort by key and group by a delimiter', async () => {
    for (const key of ['list/b/1', 'list/a/2', 'list/a/1', 'list/c', 'other']) await put(key, key);
    const list = (parameters: object) =>
      s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...parameters }));

    const all = await list({ Prefix: 'list/' });
    const top = await list({ Prefix: 'list/', Delimiter: '/' });

    expect(all.Contents?.map(({ Key }) => Key)).toEqual(['list/a/1', 'list/a/2', 'list/b/1', 'list/c']);
    expect(top.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['list/a/', 'list/b/']);
    expect(top.Contents?.map(({ Key }) => Key)).toEqual(['list/c']);
  });

  it('have pages and do not contain deleted objects', async () => {
    const keys = Array.from({ length: 25 }, (_, index) => `page/${String(index).padStart(3, '0')}`);
    await Promise.all(keys.map((key) => put(key, 'x')));
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.client.send(
        new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'page/', MaxKeys: 10, ContinuationToken: token }),
      );
      found.push(...(page.Contents ?? []).map(({ Key }) => Key!));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    const Objects = keys.map((Key) => ({ Key }));
    await s3.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));

    expect(found).toEqual(keys);
    const left = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'page/' }));
    expect(left.KeyCount).toBe(0);
  });
});

it('A multipart upload creates one object when it is completed', async () => {
  const Key = 'multipart';
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }));
  const bodies = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('end')];
  const Parts = [];
  for (const [index, Body] of bodies.entries()) {
    const PartNumber = index + 1;
    const { ETag } = await s3.client.send(
      new UploadPartCommand({ Bucket: BUCKET, Key, UploadId, PartNumber, Body }),
    );
    Parts.push({ ETag, PartNumber });
  }
  expect(await statusOf(get(Key))).toBe(404);
  await s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId, MultipartUpload: { Parts } }),
  );

  const { Body } = await get(Key);

  expect(Buffer.from(await Body!.transformToByteArray()).equals(Buffer.concat(bodies))).toBe(true);
});

it('Requests that are not signed are refused', async () => {
  const response = await fetch(`${s3.endpoint}/${BUCKET}/anything`);

  expect(response.ok).toBe(false);
});
