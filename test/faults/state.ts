import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { LOCK_KEY, PREFIXES, partition, SLOTS, slotFolder, slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { MonthFile } from '../../model/runs/tombstone.ts';
import type { Service } from './service.ts';

/** What a run leaves to those who come after it, by name; run ids and times are left out of it. */
export type State = ReadonlyMap<string, string>;

interface Status {
  readonly run_id: string;
  readonly months: readonly { readonly run_id: string }[];
}

interface Downloads {
  readonly tables: readonly {
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  }[];
}

/**
 * Reads all that the promises speak of: commits, raw copies, tables, quarantine, manifests, the live release with its
 * files to take away, the lock. What can be judged by itself is judged here: a wrong hash, a part that no commit names.
 */
export async function readState({ bucket, stage }: Service): Promise<State> {
  const state = new Map<string, string>();
  const listed = [...(await bucket.list())];
  const under = (prefix: string) => listed.filter(([key]) => key.startsWith(prefix));
  const commits = await Promise.all(under(PREFIXES.months).map(([key]) => bucket.readJson<MonthFile>(key)));
  const withoutRuns = (text: string): string =>
    commits.reduce((all, { run_id, month }) => all.replaceAll(run_id, `<the run of ${month}>`), text);

  for (const { committed_at: _, ...commit } of commits) {
    const { run_id, month } = commit;
    // Rows carry the id of their run, so the hashes of parts differ from run to run: these are held against the bytes below.
    const tables = Object.entries(commit.tables).map(([name, { rows, parts }]) => [
      name,
      { rows, parts: parts.map(({ sha256: _, ...part }) => part) },
    ]);
    state.set(
      `commit of ${month}`,
      withoutRuns(JSON.stringify({ ...commit, tables: Object.fromEntries(tables) })),
    );
    for (const { key, sha256 } of commit.files) {
      const found = hash('sha256', await bucket.read(key));
      state.set(
        `raw copy ${withoutRuns(key)}`,
        found === sha256 ? found : `${found}, but ${sha256} committed`,
      );
    }
    const named = new Map(
      Object.values(commit.tables).flatMap(({ parts }) => parts.map(({ key, sha256 }) => [key, sha256])),
    );
    const run = `${partition(month)}run=${run_id}/`;
    const parts = under(PREFIXES.tables).filter(([key]) => key.includes(run));
    for (const key of new Set([...named.keys(), ...parts.map(([part]) => part)])) {
      const part = await bucket.read(key);
      const rows = withoutRuns(gunzipSync(part).toString());
      const isRight = named.get(key) === hash('sha256', part);
      const wrong = named.has(key) ? 'has another hash than its commit' : 'is named by no commit';
      state.set(`part ${withoutRuns(key)}`, isRight ? rows : wrong);
    }
    for (const [key] of under(PREFIXES.quarantine).filter(([each]) => each.includes(run))) {
      state.set(`quarantine ${withoutRuns(key)}`, gunzipSync(await bucket.read(key)).toString());
    }
  }
  for (const [key] of under(PREFIXES.manifests)) {
    state.set(`manifest ${key}`, withoutRuns((await bucket.read(key)).toString()));
  }
  const live = SLOTS.find((slot) => slot === stage.read().slot);
  if (live) {
    const folder = slotFolder(live);
    for (const [key, etag] of under(folder)) state.set(`document ${key.slice(folder.length)}`, etag);
    const { run_id, ...status } = await bucket.readJson<Status>(`${folder}v1/status.json`);
    // A run that changes nothing else leaves the status with the runs before it.
    const months = status.months.map((month) => ({ ...month, run_id: '' }));
    state.set('document v1/status.json', JSON.stringify({ ...status, published_at: '', months }));
    const { tables } = await bucket.readJson<Downloads>(`${folder}v1/downloads.json`);
    for (const { path, sha256 } of tables.flatMap(({ files }) => files)) {
      const found = await bucket.read(path.slice(1)).then(
        (body) => hash('sha256', body),
        () => 'nothing',
      );
      state.set(`file to take away ${path}`, found === sha256 ? found : `${found}, but ${sha256} listed`);
    }
    const marker = await bucket.readJson<SlotMarker>(slotMarkerKey(live));
    state.set('live slot', marker.complete && marker.run_id === run_id ? 'complete' : JSON.stringify(marker));
  }
  const { holder } = await bucket.readJson<{ holder: unknown }>(LOCK_KEY);
  state.set('lock', holder === null ? 'free' : JSON.stringify(holder));
  return state;
}

/** In words, where a state isn't what it should be. */
export function differencesBetween(expected: State, found: State): string[] {
  const shown = (text: string | undefined): string => text?.slice(0, 160) ?? 'nothing';
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((name) => expected.get(name) !== found.get(name))
    .map((name) => `${name}: ${shown(found.get(name))} instead of ${shown(expected.get(name))}`);
}

export const hash = (algorithm: 'md5' | 'sha256', bytes: Buffer): string =>
  createHash(algorithm).update(bytes).digest('hex');
