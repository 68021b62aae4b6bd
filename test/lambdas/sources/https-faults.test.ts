import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectWholeOrPassing } from './cut-schedules.ts';
import { ARCHIVE, ATTEMPTS, CONTENT, open, readMovies, refusal, server } from './https-drop.ts';
import { type Answer, give, inTurn, status } from './https-server.ts';

describe('an interrupted HTTPS connection', () => {
  /** The bytes of each response before its connection is cut, in order; null means the complete response. */
  const schedules = fc.array(fc.option(fc.integer({ min: 0, max: ARCHIVE.length }), { freq: 3 }), {
    maxLength: 14,
  });

  it.each([
    ['with', true],
    ['without', false],
  ])(
    'an interrupted download returns the exact bytes or a transient error, %s range requests',
    async (_, ranges) => {
      await expectWholeOrPassing({
        schedules,
        numRuns: 25,
        read(cuts) {
          const answers = cuts.map((cut) =>
            give(ARCHIVE, { ranges, etag: '"1"', ...(cut !== null && { cutAfter: cut }) }),
          );
          server.answer(inTurn(...answers, give(ARCHIVE, { ranges, etag: '"1"' })));
          return readMovies();
        },
        content: CONTENT,
        fault: refusal('/drop.zip cannot be read at the moment', 'TransientError'),
      });
    },
  );

  it('an interrupted download resumes at the byte where it stopped', async () => {
    const cut = give(ARCHIVE, { cutAfter: 500_000 });
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), cut, cut, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    const starts = server.requests.slice(-3).map(({ headers }) => Number(/\d+/.exec(headers.range!)![0]));
    expect(starts[1]! - starts[0]!).toBeGreaterThan(0);
    expect(starts[2]! - starts[1]!).toBeGreaterThan(0);
  });

  it('a connection that always fails ends in a transient error after the last attempt', async () => {
    server.answer((request) => request.socket.destroy());
    await expect(open()).rejects.toMatchObject(refusal('the connection failed', 'TransientError'));
    expect(server.requests).toHaveLength(ATTEMPTS);
  });

  it('a request without a response is retried after the timeout', async () => {
    const silence: Answer = () => {};
    server.answer(inTurn(silence, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('a download that stalls is resumed after the timeout', async () => {
    const stall: Answer = (_, response) => {
      const start = ARCHIVE.indexOf(CONTENT.subarray(0, 100));
      response.writeHead(206, {
        'content-range': `bytes ${start}-${start + CONTENT.length - 1}/${ARCHIVE.length}`,
        'content-length': CONTENT.length,
      });
      response.write(CONTENT.subarray(0, 1_000));
    };
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), stall, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });
});

describe('a response without a valid archive', () => {
  it.each([
    [404, 'there is no such file (404)'],
    [410, 'there is no such file (410)'],
    [401, 'name a secret for 127.0.0.1:'],
    [403, 'name a secret for 127.0.0.1:'],
    [400, 'its server answers 400'],
    [204, 'its server answers 204'],
  ])('status %i fails without a retry and with a clear message', async (code, message) => {
    server.answer(status(code));
    await expect(open()).rejects.toMatchObject(refusal(message));
    expect(server.requests).toHaveLength(1);
  });

  it.each([429, 500, 502, 503])('status %i is retried', async (code) => {
    server.answer(inTurn(status(code), status(code, { 'retry-after': '0' }), give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('status 503 with a Retry-After date one hour ahead fails without a retry', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    server.answer(status(503, { 'retry-after': date }));
    await expect(open()).rejects.toMatchObject(refusal('answers 503', 'TransientError'));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['an HTML page', (_: Buffer) => Buffer.from('<html>Sign in</html>')],
    ['a truncated archive', (archive: Buffer) => archive.subarray(0, -30)],
    ['an empty body', (_: Buffer) => Buffer.of()],
  ])('status 200 with %s throws a CorruptArchiveError', async (_, damage) => {
    server.answer(give(damage(ARCHIVE), { ranges: false }));
    const read = open().then((source) => source.list());
    await expect(read).rejects.toMatchObject(refusal('/drop.zip cannot be unpacked', 'CorruptArchiveError'));
  });

  it('a response with a different range than the requested one is rejected', async () => {
    server.answer(
      inTurn(give(ARCHIVE), (_, response) => {
        response.writeHead(206, { 'content-range': `bytes 0-9/${ARCHIVE.length}` }).end('0123456789');
      }),
    );
    const read = open().then((source) => source.list());
    await expect(read).rejects.toMatchObject(refusal('its server returned another range'));
  });

  it('a response that is shorter than its Content-Length is resumed', async () => {
    const short: Answer = (_, response) => {
      const start = ARCHIVE.indexOf(CONTENT.subarray(0, 100));
      response
        .writeHead(206, { 'content-range': `bytes ${start}-${start + CONTENT.length - 1}/${ARCHIVE.length}` })
        .end(CONTENT.subarray(0, 5_000));
    };
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), short, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('a response with a Content-Encoding is rejected', async () => {
    server.answer(status(200, { 'content-encoding': 'gzip' }));
    await expect(open()).rejects.toMatchObject(refusal('Content-Encoding: gzip'));
  });
});
