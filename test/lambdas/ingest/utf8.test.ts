import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUtf8Check } from '../../../lambdas/ingest/utf8.ts';

function accepts(bytes: Buffer, chunkBytes: number): boolean {
  const check = createUtf8Check('movies_metadata.csv');
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) check.push(bytes.subarray(at, at + chunkBytes), 1);
    check.end(1);
    return true;
  } catch {
    return false;
  }
}

describe('the UTF-8 check', () => {
  it('the UTF-8 check accepts exactly the valid UTF-8 texts, for any chunk size', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(fc.array(pieces), fc.integer({ min: 1, max: 5 }), (given, chunkBytes) => {
        const bytes = Buffer.concat(given);
        expect(accepts(bytes, chunkBytes)).toBe(isUtf8(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['Latin-1', Buffer.from('caf\xe9,a\n', 'latin1'), 'line 8: the file has the byte 0xe9'],
    ['an overlong slash', Buffer.from([0x61, 0x0a, 0xc0, 0xaf]), 'line 9: the file has the byte 0xc0'],
    [
      'a continuation byte without a lead byte',
      Buffer.from([0x61, 0x80, 0x61]),
      'line 8: the file has the byte 0x80',
    ],
  ])('the UTF-8 check reports the line of %s', (_case, bytes, message) => {
    const check = createUtf8Check('movies_metadata.csv');
    expect(() => check.push(bytes, 8)).toThrow(
      expect.objectContaining({ name: 'NotUtf8Error', message: expect.stringContaining(message) }),
    );
  });

  it('the UTF-8 check rejects a file that ends inside a character', () => {
    const check = createUtf8Check('movies_metadata.csv');
    check.push(Buffer.from('é').subarray(0, 1), 1);
    expect(() => check.end(1)).toThrow(/ends inside a character/);
  });
});
