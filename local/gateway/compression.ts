import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';

/** The content codings that API Gateway compresses with. */
const CODINGS = { gzip: promisify(gzip), deflate: promisify(deflate) } as const;
export type Coding = keyof typeof CODINGS;

const isCoding = (name: string): name is Coding => Object.hasOwn(CODINGS, name);

/**
 * Chooses the content coding of a response; null means no compression. "The highest-priority content encoding must be one
 * supported by API Gateway; if it is not, compression is not applied". If the header names no coding, for example
 * `*`, the response is not compressed either.
 */
export function chooseCoding(acceptEncoding: string | undefined): Coding | null {
  const wanted = (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((item) => {
      const [name = '', ...parameters] = item.split(';').map((text) => text.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { name, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0);
  const highest = Math.max(...wanted.map(({ quality }) => quality));
  const first = wanted.filter(({ quality }) => quality === highest).map(({ name }) => name);
  // Of codings with equal priority API Gateway chooses gzip.
  return first.includes('gzip') ? 'gzip' : (first.find(isCoding) ?? null);
}

/** Compresses a body. */
export function compress(body: Buffer, coding: Coding): Promise<Buffer> {
  return CODINGS[coding](body);
}
