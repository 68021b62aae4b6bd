import { hash } from './state.ts';

/** The documents of a release: MD5 by path below `/`, such as `v1/stats`; `v1/status` tells which release it is. */
export type Release = ReadonlyMap<string, string>;

/** What readers saw. */
export interface Readings {
  readonly reads: number;
  /** Rounds whose documents were not all of the release that the status named before and after them. */
  readonly mixtures: readonly string[];
}

const DOCUMENTS_A_ROUND = 5;
const STATUS = 'v1/status';

/** A document's path in the API, from its place in a slot. */
export const pathOf = (object: string): string =>
  object.replace(/\/index\.json$/, '/').replace(/(?<!openapi)\.json$/, '');

/**
 * Reads documents in rounds until told to stop: some between two looks at the status. Where both name the same run,
 * everything in between must be of the release that `releaseOf` gives for it.
 */
export function startReading(url: string, paths: readonly string[], releaseOf: (runId: string) => Release) {
  const mixtures: string[] = [];
  let reads = 0;
  let going = true;
  let next = 0;

  async function read(path: string): Promise<{ status: number; body: Buffer }> {
    const response = await fetch(`${url}/${path}`);
    reads += 1;
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  }

  async function runServed(): Promise<string> {
    const { status, body } = await read(STATUS);
    if (status !== 200) throw new Error(`/${STATUS} answers ${status}`);
    return (JSON.parse(body.toString()) as { run_id: string }).run_id;
  }

  async function round(): Promise<void> {
    const before = await runServed();
    const found: [string, string | undefined][] = [];
    for (let count = 0; count < DOCUMENTS_A_ROUND; count += 1) {
      // A stride that meets all paths in turn, far from each other.
      next = (next + 37) % paths.length;
      const path = paths[next]!;
      const { status, body } = await read(path);
      if (status !== 200 && status !== 404) throw new Error(`/${path} answers ${status}`);
      found.push([path, status === 200 ? hash('md5', body) : undefined]);
    }
    if ((await runServed()) !== before) return;
    const release = releaseOf(before);
    const strange = found.find(([path, md5]) => release.get(path) !== md5);
    if (strange) throw new Error(`/${strange[0]} is not of the release that /${STATUS} names`);
  }

  const ended = (async () => {
    while (going) await round().catch((error: Error) => mixtures.push(error.message));
  })();
  return {
    async stop(): Promise<Readings> {
      going = false;
      await ended;
      return { reads, mixtures };
    },
  };
}
