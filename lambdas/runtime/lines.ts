import { once } from 'node:events';
import { pipeline, type Writable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { openObject, writeStream } from './s3.ts';

/** Lines are gathered to chunks of this many characters before they are compressed. */
const CHUNK_CHARACTERS = 64 * 1024;
/** Fast rather than small: what the last percent of size costs in seconds isn't worth it here. */
const GZIP_LEVEL = 4;

/** Writes gzipped newline-delimited JSON to one object. */
export interface LineWriter {
  /** Adds one line; resolves when the next may come. */
  write(line: string): Promise<void> | void;
  /** Completes the object; nothing is written where no line came, unless the writer was told to. */
  close(): Promise<void>;
  /** Gives the object up: what there was of it by then is left as it was. */
  abort(): Promise<void>;
}

/**
 * Opens a gzipped newline-delimited JSON object for writing. The upload begins with the first line; `evenIfEmpty`
 * writes the object in any case.
 */
export function createLines(key: string, { evenIfEmpty = false } = {}): LineWriter {
  let chunk = '';
  let gzip: ReturnType<typeof createGzip> | undefined;
  let uploaded: Promise<void> | undefined;

  function open(): ReturnType<typeof createGzip> {
    const stream = createGzip({ level: GZIP_LEVEL });
    gzip = stream;
    uploaded = writeStream(key, stream, 'application/gzip');
    // A failed upload must also end a writer that waits for the stream to drain.
    uploaded.catch(() => stream.destroy());
    return stream;
  }

  async function flush(): Promise<void> {
    const stream = gzip ?? open();
    const text = chunk;
    chunk = '';
    if (stream.write(text) || (await drains(stream))) return;
    // The stream was closed by the upload, which knows why.
    await uploaded;
    throw new Error(`Writing ${key} was given up.`);
  }

  return {
    write(line) {
      chunk += `${line}\n`;
      return chunk.length >= CHUNK_CHARACTERS ? flush() : undefined;
    },
    async close() {
      if (gzip === undefined && chunk === '' && !evenIfEmpty) return;
      const stream = gzip ?? open();
      stream.end(chunk);
      await uploaded;
    },
    async abort() {
      gzip?.destroy(new Error(`Writing ${key} was given up.`));
      await uploaded?.catch(() => {});
    },
  };
}

/** Waits until a stream takes more; false where it never will. */
async function drains(stream: Writable): Promise<boolean> {
  if (stream.destroyed) return false;
  const settled = new AbortController();
  const { signal } = settled;
  const happens = (event: string, answer: boolean): Promise<boolean> =>
    once(stream, event, { signal }).then(
      () => answer,
      () => false,
    );
  const more = await Promise.race([happens('drain', true), happens('close', false)]);
  // The other one must not go on listening: this happens for every chunk.
  settled.abort();
  return more;
}

/** Reads the lines of a gzipped newline-delimited JSON object. */
export async function* readLines(key: string): AsyncGenerator<string> {
  // A failing source must end the reader too: pipeline hands the error on to the last stream.
  const text = pipeline(await openObject(key), createGunzip(), () => {}).setEncoding('utf8');
  let rest = '';
  // Not node:readline, which also ends a line at U+2028 and U+2029: those stand in texts.
  for await (const chunk of text as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}
