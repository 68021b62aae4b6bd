import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectWholeOrPassing } from './cut-schedules.ts';
import { ARCHIVE, ATTEMPTS, CONTENT, open, readMovies, refusal, server } from './https-drop.ts';
import { type Answer, give, inTurn, status } from './https-server.ts';

describe('a connection that breaks', () => {
  /** How many bytes come of each answer in turn; null: all of them. */
  const schedules = fc.array(fc.option(fc.integer({ min: 0, max: ARCHIVE.length }), { freq: 3 }), {
    maxLength: 14,
  });

  it.each([
    ['parts of files', true],
    ['whole files alone', false],
  ])('wherever and how often it does so, ends in the same bytes or an error (%s)', async (_, ranges) => {
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
  });

  it('is taken up where it broke off', async () => {
    const cut = give(ARCHIVE, { cutAfter: 500_000 });
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), cut, cut, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    const starts = server.requests.slice(-3).map(({ headers }) => Number(/\d+/.exec(headers.range!)![0]));
    expect(starts[1]! - starts[0]!).toBeGreaterThan(0);
    expect(starts[2]! - starts[1]!).toBeGreaterThan(0);
  });

  it('is given up as a passing fault in the end', async () => {
    server.answer((request) => request.socket.destroy());
    await expect(open()).rejects.toMatchObject(refusal('the connection failed', 'TransientError'));
    expect(server.requests).toHaveLength(ATTEMPTS);
  });

  it('before its answer begins is asked again', async () => {
    const silence: Answer = () => {};
    server.answer(inTurn(silence, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('by falling silent in the middle is taken up again', async () => {
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

describe('what a server answers that gives no archive', () => {
  it.each([
    [404, 'there is no such file (404)'],
    [410, 'there is no such file (410)'],
    [401, 'name a secret for 127.0.0.1:'],
    [403, 'name a secret for 127.0.0.1:'],
    [400, 'its server answers 400'],
    [204, 'its server answers 204'],
  ])('%i ends the run in a sentence', async (code, message) => {
    server.answer(status(code));
    await expect(open()).rejects.toMatchObject(refusal(message));
    expect(server.requests).toHaveLength(1);
  });

  it.each([429, 500, 502, 503])('%i is asked again', async (code) => {
    server.answer(inTurn(status(code), status(code, { 'retry-after': '0' }), give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('503 with a date waits until then, and not for hours', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    server.answer(status(503, { 'retry-after': date }));
    await expect(open()).rejects.toMatchObject(refusal('answers 503', 'TransientError'));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a page', (_: Buffer) => Buffer.from('<html>Sign in</html>')],
    ['an archive that is cut off', (archive: Buffer) => archive.subarray(0, -30)],
    ['nothing', (_: Buffer) => Buffer.of()],
  ])('200 with %s is no archive', async (_, damage) => {
    server.answer(give(damage(ARCHIVE), { ranges: false }));
    const read = open().then((source) => source.list());
    await expect(read).rejects.toMatchObject(refusal('/drop.zip cannot be unpacked', 'CorruptArchiveError'));
  });

  it('a response with another range than the requested one is refused', async () => {
    server.answer(
      inTurn(give(ARCHIVE), (_, response) => {
        response.writeHead(206, { 'content-range': `bytes 0-9/${ARCHIVE.length}` }).end('0123456789');
      }),
    );
    const read = open().then((source) => source.list());
    await expect(read).rejects.toMatchObject(refusal('its server returned another range'));
  });

  it('fewer bytes than it announces are asked for again', async () => {
    const short: Answer = (_, response) => {
      const start = ARCHIVE.indexOf(CONTENT.subarray(0, 100));
      response
        .writeHead(206, { 'content-range': `bytes ${start}-${start + CONTENT.length - 1}/${ARCHIVE.length}` })
        .end(CONTENT.subarray(0, 5_000));
    };
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), short, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('an archive that it packs once more is refused', async () => {
    server.answer(status(200, { 'content-encoding': 'gzip' }));
    await expect(open()).rejects.toMatchObject(refusal('Content-Encoding: gzip'));
  });
});
