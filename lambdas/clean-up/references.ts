import { text } from 'node:stream/consumers';
import pMap from 'p-map';
import { z } from 'zod';
import type { ListedObject } from '../../aws/bucket.ts';
import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { CleanUpRefusedError } from '../../model/errors.ts';
import {
  commitKey,
  documentKey,
  LOCK_KEY,
  monthOfManifest,
  PREFIXES,
  SLOTS,
  type Slot,
  slotFolder,
  slotMarkerKey,
} from '../../model/keys.ts';
import { env } from '../runtime/env.ts';
import { findVersionedJson, listObjects, openObject } from '../runtime/s3.ts';

/** The roots of mark and sweep: everything that must not be deleted. */
export interface References {
  /** When each month was committed or removed: a tombstone is a commit without references. */
  readonly commits: ReadonlyMap<string, Date>;
  /** Raw files and table parts that are listed in a commit, or in a manifest that was not yet updated after the latest commit. */
  readonly keys: ReadonlySet<string>;
  /** Downloads that a slot lists. */
  readonly downloads: ReadonlySet<string>;
  /** Runs that a commit or a slot names. Their reports, quarantine and statistics are kept. */
  readonly runs: ReadonlySet<string>;
  /** The run that holds the lock: none of its objects is deleted, however old it is. */
  readonly holder: string | null;
  /** The versions of the objects that these references were read from. See {@link refreshReferences}. */
  readonly state: string;
}

const READS_AT_ONCE = 16;
/** The document in which a slot lists its downloads. */
const downloadsKey = (slot: Slot): string => documentKey(slot, objectPath(ENDPOINTS.downloads.path));
/** The prefixes and keys of all objects that contain references. */
const SOURCES = [
  PREFIXES.months,
  PREFIXES.slots,
  PREFIXES.locks,
  PREFIXES.manifests,
  ...SLOTS.map(downloadsKey),
];

/** The fields that clean-up relies on. If an object lacks one of them, nothing is deleted. */
const keyed = z.object({ key: z.string().min(1) });
const commitSchema = z.object({
  month: z.string(),
  run_id: z.string().min(1),
  files: z.array(keyed),
  tables: z.record(z.string(), z.object({ parts: z.array(keyed) })),
});
const markerSchema = z.object({ run_id: z.string().min(1) });
const downloadsSchema = z.object({
  tables: z.array(z.object({ files: z.array(z.object({ path: z.string().startsWith('/') })) })),
});
const lockSchema = z.object({ holder: z.object({ run_id: z.string().min(1) }).nullable() });

/**
 * Returns the given references if none of their source objects has changed; otherwise reads them again until no source
 * object has changed meanwhile.
 */
export async function refreshReferences(known: References): Promise<References> {
  let references = known;
  while (JSON.stringify(await listState()) !== references.state) references = await readReferences();
  return references;
}

async function listState(): Promise<readonly ListedObject[]> {
  return (await Promise.all(SOURCES.map((prefix) => Array.fromAsync(listObjects(prefix))))).flat();
}

/**
 * Reads all references.
 * @throws CleanUpRefusedError if an object that contains references is missing or invalid
 */
export async function readReferences(): Promise<References> {
  // The objects are listed before they are read. If an object changes in between, its version differs from the listed one, and the
  // references are read again.
  const state = await listState();
  const keys = state.map(({ key }) => key);
  const commits = await pMap(
    state.filter(({ key }) => key.startsWith(PREFIXES.months)),
    readCommit,
    { concurrency: READS_AT_ONCE },
  );
  if (commits.length === 0) throw refused(`no month is committed (${PREFIXES.months})`);
  const months = new Map(commits.map(({ month, modified }) => [month, modified]));
  const manifests = await pMap(
    keys.filter((key) => key.startsWith(PREFIXES.manifests)),
    (key) => readManifest(key, months),
    { concurrency: READS_AT_ONCE },
  );
  const markers = await Promise.all(SLOTS.map((slot) => readMarker(slot, keys)));
  const downloads = await Promise.all(
    SLOTS.map(downloadsKey)
      .filter((key) => keys.includes(key))
      .map(readDownloads),
  );
  const lock = await readChecked(LOCK_KEY, lockSchema);
  return {
    commits: months,
    keys: new Set([...commits.flatMap(keysOf), ...manifests.flat()]),
    downloads: new Set(downloads.flat()),
    runs: new Set([...commits.map(({ run_id }) => run_id), ...markers.filter((run) => run !== null)]),
    holder: lock.holder?.run_id ?? null,
    state: JSON.stringify(state),
  };
}

interface Commit extends z.output<typeof commitSchema> {
  /** When the commit was written. */
  readonly modified: Date;
}

const keysOf = ({ files, tables }: Commit): string[] =>
  [...files, ...Object.values(tables).flatMap(({ parts }) => parts)].map(({ key }) => key);

async function readCommit({ key, modified }: ListedObject): Promise<Commit> {
  const commit = await readChecked(key, commitSchema);
  if (commitKey(commit.month) !== key) throw refused(`${key} contains the commit of ${commit.month}`);
  return { ...commit, modified };
}

/** The parts that SQL engines read. A manifest without a commit means that the commit was lost. */
async function readManifest(key: string, months: ReadonlyMap<string, Date>): Promise<string[]> {
  const month = monthOfManifest(key);
  if (month === null) throw refused(`${key} is not a manifest`);
  if (!months.has(month)) {
    throw refused(
      `${key} is the manifest of a month whose commit ${commitKey(month)} is missing (a month is removed by a run with "remove", which leaves a tombstone there)`,
    );
  }
  const lines = (await text(await openObject(key))).split('\n').filter((line) => line !== '');
  const bucket = `s3://${env('BUCKET')}/`;
  const foreign = lines.find((line) => !line.startsWith(bucket));
  if (foreign !== undefined) throw refused(`${key} names ${foreign}, which is not in this bucket`);
  return lines.map((line) => line.slice(bucket.length));
}

/** The run whose release is in a slot; null for a slot that was never filled and has no documents. */
async function readMarker(slot: Slot, keys: readonly string[]): Promise<string | null> {
  const key = slotMarkerKey(slot);
  if (keys.includes(key)) return (await readChecked(key, markerSchema)).run_id;
  for await (const document of listObjects(slotFolder(slot))) {
    throw refused(`${document.key} is in a slot whose marker ${key} is missing`);
  }
  return null;
}

/** The keys of the downloads that a slot's document lists. */
async function readDownloads(key: string): Promise<string[]> {
  const { tables } = await readChecked(key, downloadsSchema);
  // A download's path is its key, from the root.
  return tables.flatMap(({ files }) => files.map(({ path }) => path.slice(1)));
}

async function readChecked<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
  const found = await findVersionedJson<unknown>(key).catch((error: unknown) => {
    if (error instanceof SyntaxError) throw refused(`${key} is not JSON`);
    throw error;
  });
  if (found === null) throw refused(`${key} is missing`);
  const parsed = schema.safeParse(found.value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw refused(`${key} is invalid: ${path.join('.') || 'it'}: ${message}`);
}

const refused = (why: string): CleanUpRefusedError =>
  new CleanUpRefusedError(
    `The references to stored objects are incomplete, because ${why}; nothing is deleted until this is fixed (the bucket keeps older versions).`,
  );
