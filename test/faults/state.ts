import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { LOCK_KEY, PREFIXES, partition, SLOTS, slotFolder, slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { MonthFile } from '../../model/runs/tombstone.ts';
import type { Service } from './service.ts';

/** The lasting results of runs by name, without run ids and times. */
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
 * Reads everything that the contract guarantees: commits, raw copies, tables, quarantine, manifests, the live release with
 * its downloads, the lock. It reports objects that are wrong by themselves: a wrong hash, a part without a commit.
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
    // Rows contain their run id, so the hashes of parts differ between runs; they are compared with the bytes below.
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
      const wrong = named.has(key) ? 'has another hash than in its commit' : 'is in no commit';
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
    // A run that changes no other document doesn't rewrite the status, which then names earlier runs.
    const months = status.months.map((month) => ({ ...month, run_id: '' }));
    state.set('document v1/status.json', JSON.stringify({ ...status, published_at: '', months }));
    const { tables } = await bucket.readJson<Downloads>(`${folder}v1/downloads.json`);
    for (const { path, sha256 } of tables.flatMap(({ files }) => files)) {
      const found = await bucket.read(path.slice(1)).then(
        (body) => hash('sha256', body),
        () => 'nothing',
      );
      state.set(`download ${path}`, found === sha256 ? found : `${found}, but ${sha256} listed`);
    }
    const marker = await bucket.readJson<SlotMarker>(slotMarkerKey(live));
    state.set('live slot', marker.complete && marker.run_id === run_id ? 'complete' : JSON.stringify(marker));
  }
  const { holder } = await bucket.readJson<{ holder: unknown }>(LOCK_KEY);
  state.set('lock', holder === null ? 'free' : JSON.stringify(holder));
  return state;
}

/** The differences of a state from the expected one, in words. */
export function differencesBetween(expected: State, found: State): string[] {
  const shown = (text: string | undefined): string => text?.slice(0, 160) ?? 'nothing';
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((name) => expected.get(name) !== found.get(name))
    .map((name) => `${name}: ${shown(found.get(name))} instead of ${shown(expected.get(name))}`);
}

export const hash = (algorithm: 'md5' | 'sha256', bytes: Buffer): string =>
  createHash(algorithm).update(bytes).digest('hex');
