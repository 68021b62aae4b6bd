import {
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';

const AT_ONCE = 32;

/** Direct access to a bucket for tests, without the proxy that the functions use. */
export interface Bucket {
  /** ETags by key, sorted. */
  list(prefix?: string): Promise<Map<string, string>>;
  read(key: string): Promise<Buffer>;
  readJson<Value>(key: string): Promise<Value>;
  /** Reads all objects. */
  save(): Promise<Saved>;
  /** Restores exactly the saved objects. */
  restore(saved: Saved): Promise<void>;
}

/** The objects of a bucket. */
export type Saved = ReadonlyMap<string, { readonly etag: string; readonly body: Buffer }>;

export function openBucket(client: S3Client, name: string): Bucket {
  async function list(prefix = ''): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix })) {
      for (const { Key, ETag } of Contents ?? []) found.set(Key!, ETag!);
    }
    return found;
  }

  async function read(key: string): Promise<Buffer> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
    return Buffer.from(await Body!.transformToByteArray());
  }

  return {
    list,
    read,
    readJson: async <Value>(key: string) => JSON.parse((await read(key)).toString()) as Value,
    async save() {
      const entries = await pMap(
        await list(),
        async ([key, etag]) => [key, { etag, body: await read(key) }] as const,
        { concurrency: AT_ONCE },
      );
      return new Map(entries);
    },
    async restore(saved) {
      const found = await list();
      const gone = [...found.keys()].filter((key) => !saved.has(key));
      for (let at = 0; at < gone.length; at += 1_000) {
        const Objects = gone.slice(at, at + 1_000).map((Key) => ({ Key }));
        await client.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } }));
      }
      const changed = [...saved].filter(([key, { etag }]) => found.get(key) !== etag);
      await pMap(
        changed,
        ([key, { body }]) => client.send(new PutObjectCommand({ Bucket: name, Key: key, Body: body })),
        { concurrency: AT_ONCE },
      );
    },
  };
}
