import { describe, expect, it } from 'vitest';
import { document } from '../../../model/api/document.ts';
import { ENDPOINTS } from '../../../model/api/endpoints.ts';
import { MAX_DOCUMENT_BYTES } from '../../../model/api/limits.ts';

const shard = (companies: readonly { id: number; name: string }[]) => ({
  prefix: 'a',
  company_count: companies.length,
  complete: true,
  companies: companies.map((each) => ({ ...each, movie_count: 1, total_revenue: 0n })),
});
const make = (names: readonly string[]) =>
  document(ENDPOINTS.companySearchShard, shard(names.map((name, at) => ({ id: at + 1, name }))), 'a');

describe('A document', () => {
  it('can have the largest size that the API serves', () => {
    const room = MAX_DOCUMENT_BYTES - make(['']).body.length;
    expect(make(['x'.repeat(room)]).body.length).toBe(MAX_DOCUMENT_BYTES);
  });

  it('throws an error that names the longest text, the longest list and what to do if it is too large', () => {
    const names = ['Mosfilm', ...Array.from({ length: 6 }, (_, at) => `Endless ${'o'.repeat(900_000 + at)}`)];
    expect(() => make(names)).toThrow(
      expect.objectContaining({
        name: 'DocumentTooLargeError',
        message: expect.stringMatching(
          /^v1\/stats\/company\/search\/a\.json would have 54\d{5} bytes; the API serves up to 5000000\. Its longest text has 900013 characters \("Endless o{52}…"\), its longest list, companies, 7 entries\. The API keeps the last release until the month is run again from a corrected drop\./,
        ),
      }),
    );
  });
});
