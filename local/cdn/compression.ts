import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Headers } from './response-headers.ts';

/** The codings that a cache policy enables. */
export interface Codings {
  readonly gzip: boolean;
  readonly brotli: boolean;
}

/** The content types that CloudFront compresses, limited to those that this project serves. */
const COMPRESSED_TYPES = new Set([
  'application/javascript',
  'application/json',
  'application/xml',
  'image/svg+xml',
  'text/css',
  'text/csv',
  'text/html',
  'text/javascript',
  'text/plain',
  'text/xml',
]);

/** "CloudFront compresses objects that are between 1,000 bytes and 10,000,000 bytes in size." */
const MIN_BYTES = 1_000;
const MAX_BYTES = 10_000_000;

/** "CloudFront compresses objects only when the HTTP status code of the response is 200, 403, or 404." */
const COMPRESSED_STATUSES = new Set([200, 403, 404]);

/** The normalized Accept-Encoding for the origin: gzip and br, as far as the policy enables and the viewer accepts them. */
export function normalizeAcceptEncoding(given: string | undefined, codings: Codings): string | undefined {
  const taken = new Set(
    (given ?? '')
      .toLowerCase()
      .split(',')
      .map((item) => item.split(';').map((part) => part.trim()))
      .filter(([, quality = 'q=1']) => !/^q=0(\.0*)?$/.test(quality))
      .map(([name]) => name),
  );
  const normalized = [
    ...(codings.brotli && taken.has('br') ? ['br'] : []),
    ...(codings.gzip && taken.has('gzip') ? ['gzip'] : []),
  ];
  return normalized.length > 0 ? normalized.join(',') : undefined;
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/**
 * Compresses a response if CloudFront does. "When the viewer supports both formats, CloudFront uses Brotli". A strong ETag
 * becomes a weak one.
 */
export async function compressAnswer<Answer extends { status: number; headers: Headers; body: Buffer }>(
  answer: Answer,
  acceptEncoding: string | undefined,
): Promise<Answer> {
  const { status, headers, body } = answer;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const compressible =
    acceptEncoding !== undefined &&
    COMPRESSED_STATUSES.has(status) &&
    COMPRESSED_TYPES.has(type) &&
    headers['content-encoding'] === undefined &&
    body.byteLength >= MIN_BYTES &&
    body.byteLength <= MAX_BYTES;
  if (!compressible) return answer;
  const coding = acceptEncoding.includes('br') ? 'br' : 'gzip';
  const compressed =
    coding === 'br'
      ? // Quality 5 is as fast as gzip. The highest quality would take seconds.
        await compressBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      : await compressGzip(body);
  const { etag, ...others } = headers;
  return {
    ...answer,
    headers: {
      ...others,
      ...(etag !== undefined && { etag: etag.startsWith('"') ? `W/${etag}` : etag }),
      'content-encoding': coding,
      'content-length': String(compressed.byteLength),
      vary: 'Accept-Encoding',
    },
    body: compressed,
  };
}
