import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import {
  DeleteObjectsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { InvalidTemplateError, UnsupportedPropertyError } from '../template/errors.ts';
import type { Resource, Template } from '../template/template.ts';

/** A deployment of files to a bucket, which the CDK's custom resource does with `aws s3 sync`. */
export interface FileDeployment {
  /** Identifies the deployment by its properties, which include the hash of its files. */
  readonly identity: string;
  readonly bucket: string;
  /** The folder of the files. */
  readonly folder: string;
  /** Whether a key, or a file by its path in the folder, belongs to this deployment. */
  includes(key: string): boolean;
  /** Whether objects that are not in the folder are deleted. */
  readonly prune: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The PutObject parameter of each metadata option of `aws s3 sync`. */
const METADATA: Readonly<Record<string, string>> = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-language': 'ContentLanguage',
  'content-type': 'ContentType',
};

/** Content types by file name extension, as the AWS CLI guesses them. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const OTHER_CONTENT_TYPE = 'binary/octet-stream';

/** The bucket deployments of a template. @throws InvalidTemplateError, UnsupportedPropertyError */
export async function readDeployments(template: Template): Promise<FileDeployment[]> {
  const resources = template.of('Custom::CDKBucketDeployment');
  if (resources.length === 0) return [];
  const folders = await assetFolders(template);
  return resources.map((resource) => readDeployment(resource, folders));
}

function readDeployment(resource: Resource, folders: ReadonlyMap<string, string>): FileDeployment {
  const { logicalId, type } = resource;
  const {
    DestinationBucketName,
    SourceObjectKeys,
    Exclude = [],
    Include = [],
    Prune = true,
    SystemMetadata = {},
  } = resource.properties as {
    DestinationBucketName: string;
    SourceObjectKeys: readonly string[];
    Exclude?: readonly string[];
    Include?: readonly string[];
    Prune?: boolean;
    SystemMetadata?: Readonly<Record<string, string>>;
  };
  const [key = '', ...others] = SourceObjectKeys;
  if (others.length > 0) throw new UnsupportedPropertyError(logicalId, type, 'several sources');
  const folder = folders.get(key);
  if (folder === undefined) {
    throw new InvalidTemplateError(`${logicalId} deploys ${key}, which is not an asset of the template.`);
  }
  const unknown = Object.keys(SystemMetadata).find((name) => METADATA[name] === undefined);
  if (unknown !== undefined) throw new UnsupportedPropertyError(logicalId, type, `the metadata ${unknown}`);
  // "Filters that appear later in the command take precedence". The CDK passes excludes first.
  const filters = [
    ...Exclude.map((pattern) => ({ pattern: wildcard(pattern), included: false })),
    ...Include.map((pattern) => ({ pattern: wildcard(pattern), included: true })),
  ];
  return {
    identity: JSON.stringify([logicalId, resource.properties]),
    bucket: DestinationBucketName,
    folder,
    includes: (path) => filters.findLast(({ pattern }) => pattern.test(path))?.included ?? true,
    prune: Prune,
    metadata: SystemMetadata,
  };
}

/** The folders of the template's assets by their object keys. */
async function assetFolders({ folder, stackName }: Template): Promise<Map<string, string>> {
  const { files } = JSON.parse(await readFile(join(folder, `${stackName}.assets.json`), 'utf8')) as {
    files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
  };
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }) => [objectKey, join(folder, source.path)] as const),
    ),
  );
}

/** `*` matches any text, including slashes; other wildcards are not supported. */
const wildcard = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(/[\\^$.|+?()[\]{}]/g, '\\$&').replaceAll('*', '.*')}$`, 's');

/** Runs the deployments in order, unless they are the last ones that were run according to `doneFile`. */
export async function deployAllFiles(
  client: S3Client,
  deployments: readonly FileDeployment[],
  doneFile: string,
): Promise<void> {
  const wanted = JSON.stringify(deployments.map(({ identity }) => identity));
  const done = await readFile(doneFile, 'utf8').catch(() => '');
  if (done === wanted) return;
  await rm(doneFile, { force: true });
  for (const deployment of deployments) await deployFiles(client, deployment);
  await writeFile(doneFile, wanted);
}

/** Uploads a deployment's files to its bucket and deletes the objects that it prunes. */
export async function deployFiles(client: S3Client, deployment: FileDeployment): Promise<void> {
  const { bucket, folder, includes, prune, metadata } = deployment;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const keys = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(includes);
  const given = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [METADATA[name]!, value]));
  await pMap(
    keys,
    async (key) =>
      client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: await readFile(join(folder, key)),
          ContentType: CONTENT_TYPES[extname(key)] ?? OTHER_CONTENT_TYPE,
          ...given,
        }),
      ),
    { concurrency: 8 },
  );
  if (!prune) return;
  const kept = new Set(keys);
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    const gone = Contents.map(({ Key }) => Key!).filter((key) => includes(key) && !kept.has(key));
    if (gone.length === 0) continue;
    await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: gone.map((Key) => ({ Key })) } }),
    );
  }
}
