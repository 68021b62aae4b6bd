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

/** What must not be deleted. */
export interface Needed {
  /** When each month was committed, or removed: a tombstone is a commit that names nothing. */
  readonly commits: ReadonlyMap<string, Date>;
  /** Raw files and table parts that a commit names, or a manifest that the next commit has yet to mend. */
  readonly keys: ReadonlySet<string>;
  /** Files to take away that a slot lists. */
  readonly downloads: ReadonlySet<string>;
  /** Runs that a commit or a slot names: their reports, quarantine and statistics. */
  readonly runs: ReadonlySet<string>;
  /** The run that holds the lock: nothing of it is touched, however old it is. */
  readonly holder: string | null;
  /** What all this was read from: it is true for as long as the state is the same. See {@link renewed}. */
  readonly state: string;
}

const READS_AT_ONCE = 16;
/** Where a slot lists the files to take away. */
const downloadsKey = (slot: Slot): string => documentKey(slot, objectPath(ENDPOINTS.downloads.path));
/** Everything that says what is needed. */
const SAYING = [
  PREFIXES.months,
  PREFIXES.slots,
  PREFIXES.locks,
  PREFIXES.manifests,
  ...SLOTS.map(downloadsKey),
];

/** As much of these as is relied on: what is not like this is not understood, and then nothing may be deleted. */
const named = z.object({ key: z.string().min(1) });
const commitSchema = z.object({
  month: z.string(),
  run_id: z.string().min(1),
  files: z.array(named),
  tables: z.record(z.string(), z.object({ parts: z.array(named) })),
});
const markerSchema = z.object({ run_id: z.string().min(1) });
const downloadsSchema = z.object({
  tables: z.array(z.object({ files: z.array(z.object({ path: z.string().startsWith('/') })) })),
});
const lockSchema = z.object({ holder: z.object({ run_id: z.string().min(1) }).nullable() });

/** What is needed now, of which nothing has changed while it was read: what is known already, if that is still true. */
export async function renewed(known: Needed): Promise<Needed> {
  let needed = known;
  while (JSON.stringify(await listState()) !== needed.state) needed = await readNeeded();
  return needed;
}

async function listState(): Promise<readonly ListedObject[]> {
  return (await Promise.all(SAYING.map((prefix) => Array.fromAsync(listObjects(prefix))))).flat();
}

/**
 * Reads what is still needed.
 * @throws CleanUpRefusedError where something that says so is missing or not understood
 */
export async function readNeeded(): Promise<Needed> {
  // Listed before it is read: what changes in between shows as another state, and is read again.
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
  /** When it was written. */
  readonly modified: Date;
}

const keysOf = ({ files, tables }: Commit): string[] =>
  [...files, ...Object.values(tables).flatMap(({ parts }) => parts)].map(({ key }) => key);

async function readCommit({ key, modified }: ListedObject): Promise<Commit> {
  const commit = await readChecked(key, commitSchema);
  if (commitKey(commit.month) !== key) throw refused(`${key} says that it is the commit of ${commit.month}`);
  return { ...commit, modified };
}

/** The parts that SQL engines are told to read. A manifest without a commit tells that the commit has gone missing. */
async function readManifest(key: string, months: ReadonlyMap<string, Date>): Promise<string[]> {
  const month = monthOfManifest(key);
  if (month === null) throw refused(`${key} is no manifest`);
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

/** The run whose release a slot holds; null for a slot that was never filled, which has no documents either. */
async function readMarker(slot: Slot, keys: readonly string[]): Promise<string | null> {
  const key = slotMarkerKey(slot);
  if (keys.includes(key)) return (await readChecked(key, markerSchema)).run_id;
  for await (const document of listObjects(slotFolder(slot))) {
    throw refused(`${document.key} lies in a slot whose marker ${key} is missing`);
  }
  return null;
}

/** The keys of the files that a slot's document lists. A release from before there were any has none. */
async function readDownloads(key: string): Promise<string[]> {
  const { tables } = await readChecked(key, downloadsSchema);
  // Served at their keys, from the root.
  return tables.flatMap(({ files }) => files.map(({ path }) => path.slice(1)));
}

async function readChecked<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
  const found = await findVersionedJson<unknown>(key).catch((error: unknown) => {
    if (error instanceof SyntaxError) throw refused(`${key} is no JSON`);
    throw error;
  });
  if (found === null) throw refused(`${key} is missing`);
  const parsed = schema.safeParse(found.value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw refused(`${key} cannot be understood: ${path.join('.') || 'it'}: ${message}`);
}

const refused = (why: string): CleanUpRefusedError =>
  new CleanUpRefusedError(
    `What is still needed cannot be told, because ${why}; nothing is deleted until that is mended (the bucket keeps older versions).`,
  );
