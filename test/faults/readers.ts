import { hash } from './state.ts';

/** The documents of a release: MD5 by path below `/`, such as `v1/stats`; `v1/status` names the release. */
export type Release = ReadonlyMap<string, string>;

/** The observations of readers. */
export interface Readings {
  readonly reads: number;
  /** Rounds with a document of another release than the status named before and after it. */
  readonly mixtures: readonly string[];
}

const DOCUMENTS_A_ROUND = 5;
const STATUS = 'v1/status';

/** A document's path in the API, from its path in a slot. */
export const pathOf = (object: string): string =>
  object.replace(/\/index\.json$/, '/').replace(/(?<!openapi)\.json$/, '');

/**
 * Reads documents in rounds until it is stopped: each round reads the status, some documents, and the status again. Where
 * both statuses name the same run, every document must be of the release that `releaseOf` returns for it.
 */
export function startReading(url: string, paths: readonly string[], releaseOf: (runId: string) => Release) {
  const mixtures: string[] = [];
  let reads = 0;
  let isReading = true;
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
      // A stride that visits all paths, with distant ones after each other.
      next = (next + 37) % paths.length;
      const path = paths[next]!;
      const { status, body } = await read(path);
      if (status !== 200 && status !== 404) throw new Error(`/${path} answers ${status}`);
      found.push([path, status === 200 ? hash('md5', body) : undefined]);
    }
    if ((await runServed()) !== before) return;
    const release = releaseOf(before);
    const foreign = found.find(([path, md5]) => release.get(path) !== md5);
    if (foreign) throw new Error(`/${foreign[0]} is not of the release that /${STATUS} names`);
  }

  const ended = (async () => {
    while (isReading) await round().catch((error: Error) => mixtures.push(error.message));
  })();
  return {
    async stop(): Promise<Readings> {
      isReading = false;
      await ended;
      return { reads, mixtures };
    },
  };
}
