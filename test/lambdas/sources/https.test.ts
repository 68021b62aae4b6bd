import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { zip } from '../../fixtures/zip.ts';
import { ARCHIVE, CONTENT, MOVIES, open, readMovies, refusal, server } from './https-drop.ts';
import { give, inTurn } from './https-server.ts';

describe('a zip archive on an HTTPS server', () => {
  it.each([
    ['range requests', {}],
    ['no range requests', { ranges: false }],
    ['neither range requests nor a Content-Length', { ranges: false, length: false }],
    ['an ETag and a Last-Modified header', { etag: '"1"', modified: 'Tue, 06 Oct 2026 10:00:00 GMT' }],
    ['a Last-Modified header', { modified: 'Tue, 06 Oct 2026 10:00:00 GMT' }],
    ['a weak ETag', { etag: 'W/"1"' }],
  ])('an archive is read byte for byte from a server with %s', async (_, given) => {
    server.answer(give(ARCHIVE, given));
    const source = await open();
    expect(await source.list()).toMatchObject([
      { name: 'links.csv', bytes: 2 },
      { name: MOVIES, bytes: CONTENT.length },
      { name: 'ratings.csv', bytes: 2 },
    ]);
    expect((await buffer(await source.open(MOVIES))).equals(CONTENT)).toBe(true);
    expect((await buffer(await source.open('links.csv'))).toString()).toBe('a\n');
  });

  it('reading one file downloads only a part of the archive', async () => {
    let sent = 0;
    server.answer((request, response) => {
      response.on('finish', () => {
        sent += Number(response.getHeader('content-length'));
      });
      give(ARCHIVE)(request, response);
    });
    await buffer(await (await open()).open('ratings.csv'));
    // The central directory at the end, and the block that contains the local header of the file.
    expect(sent).toBeLessThan(ARCHIVE.length / 2);
  });

  it('an archive with a member of 10 GB is listed', async () => {
    // The content is never created: only the Zip64 fields contain the size and the offsets.
    const bytes = 10_000_000_000;
    const small = zip([{ name: 'ratings.csv', content: '', stored: true, zip64: true }], { zip64: true });
    const header = 30 + 'ratings.csv'.length;
    const end = Buffer.from(small.subarray(header));
    const entry = end.indexOf(Buffer.from([1, 0, 24, 0]));
    end.writeBigUInt64LE(BigInt(bytes), entry + 4);
    end.writeBigUInt64LE(BigInt(bytes), entry + 12);
    const record = end.indexOf(Buffer.from('PK\u0006\u0006'));
    end.writeBigUInt64LE(BigInt(header + bytes), record + 48);
    end.writeBigUInt64LE(BigInt(header + bytes + record), end.indexOf(Buffer.from('PK\u0006\u0007')) + 8);
    const size = header + bytes + end.length;
    server.answer((request, response) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range!)!;
      const start = Number(first);
      const stop = Number(last) + 1;
      const part = Buffer.alloc(stop - start);
      if (start < header) small.copy(part, 0, start, Math.min(header, stop));
      if (stop > header + bytes) {
        end.copy(part, Math.max(0, header + bytes - start), Math.max(0, start - header - bytes));
      }
      response.writeHead(206, { 'content-range': `bytes ${start}-${stop - 1}/${size}` }).end(part);
    });
    expect(await (await open()).list()).toMatchObject([{ name: 'ratings.csv', bytes }]);
  });

  it('an archive over 1 GB is rejected if the server does not support range requests', async () => {
    server.answer((_, response) => {
      response.writeHead(200, { 'content-length': '1000000001' });
      response.write('PK');
    });
    await expect(open()).rejects.toMatchObject(refusal('enable range requests'));
  });
});

describe('an archive that is replaced during the download', () => {
  const next = zip([{ name: MOVIES, content: Buffer.alloc(CONTENT.length, 'x'), stored: true }]);

  it.each([
    ['by its ETag', { etag: '"1"' }, { etag: '"2"' }],
    ['by its weak ETag', { etag: 'W/"1"' }, { etag: 'W/"2"' }],
    [
      'by its date',
      { modified: 'Tue, 06 Oct 2026 10:00:00 GMT' },
      { modified: 'Tue, 06 Oct 2026 10:00:01 GMT' },
    ],
    ['by its size alone', {}, {}],
    ['by its ETag, without range requests', { etag: '"1"', ranges: false }, { etag: '"2"', ranges: false }],
  ])('a replaced archive is detected %s', async (_, before, after) => {
    server.answer(give(ARCHIVE, before));
    const source = await open();
    server.answer(give(next, after));
    await expect(source.open(MOVIES).then(buffer)).rejects.toMatchObject(
      refusal('was changed while it was being read'),
    );
  });

  it('a replaced archive is detected when an interrupted download resumes', async () => {
    const cut = give(ARCHIVE, { etag: '"1"', cutAfter: 1_000 });
    const whole = give(ARCHIVE, { etag: '"1"' });
    server.answer(inTurn(whole, whole, whole, cut, give(next, { etag: '"2"' })));
    await expect(readMovies()).rejects.toMatchObject(refusal('was changed while it was being read'));
  });

  it('a replaced archive of the same size without validators is detected by its checksum', async () => {
    const twin = zip([
      { name: 'drop/links.csv', content: 'a\n' },
      { name: `drop/${MOVIES}`, content: Buffer.from(CONTENT).fill('x', 1_000, 2_000), stored: true },
      { name: 'drop/ratings.csv', content: 'b\n' },
    ]);
    const whole = give(ARCHIVE);
    server.answer(inTurn(whole, whole, whole, give(twin)));
    await expect(readMovies()).rejects.toMatchObject(refusal('checksum', 'CorruptArchiveError'));
  });
});
