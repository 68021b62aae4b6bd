import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withDuckDb } from '../../../engine/duckdb.ts';
import { INTERMEDIATES } from '../../../lambdas/aggregate/statistics.ts';

/** A name that a row gives to genre 18, by ingest month and row. */
type Use = readonly [month: string, row: number, name: string];

/** The name that the SQL gives to genre 18. */
async function nameOf(uses: readonly Use[]): Promise<unknown> {
  return withDuckDb({ preserveOrder: false }, async (engine) => {
    const connection = await engine.connect();
    try {
      await connection.run(
        'create table genres_current (id bigint, name varchar, ingest_year varchar, ingest_month varchar, source_row bigint)',
      );
      for (const [month, row, name] of uses) {
        await connection.run('insert into genres_current values (18, $1, $2, $3, $4)', [
          name,
          month.slice(0, 4),
          month.slice(5),
          BigInt(row),
        ]);
      }
      const result = await connection.runAndReadAll(INTERMEDIATES.genre_names!);
      return result.getRowObjects()[0]!.name;
    } finally {
      connection.closeSync();
    }
  });
}

describe('The name of an entity', () => {
  it.each<[string, readonly Use[], string]>([
    [
      'is the one that most rows use',
      [
        ['2026-08', 1, 'A'],
        ['2026-08', 2, 'A'],
        ['2026-09', 1, 'B'],
      ],
      'A',
    ],
    [
      'is the later month’s of two that are used equally often',
      [
        ['2026-10', 1, 'B'],
        ['2026-09', 9, 'A'],
      ],
      'B',
    ],
    [
      'is the later row’s within a month',
      [
        ['2026-10', 10, 'B'],
        ['2026-10', 9, 'A'],
      ],
      'B',
    ],
    [
      'is never blank',
      [
        ['2026-08', 1, 'A'],
        ['2026-09', 1, ''],
        ['2026-09', 2, '\u00a0\t\u3000\u2028'],
        ['2026-09', 3, ' '],
      ],
      'A',
    ],
    [
      'is its id where all are blank',
      [
        ['2026-08', 1, ''],
        ['2026-09', 1, ' '],
      ],
      '#18',
    ],
    ['keeps white space around text', [['2026-08', 1, ' A ']], ' A '],
  ])('%s', async (_case, uses, name) => {
    expect(await nameOf(uses)).toBe(name);
  });

  it('is not changed by one odd row', async () => {
    const odd = fc.oneof(fc.constantFrom('', ' ', 'Драма'), fc.string({ unit: 'grapheme', maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(odd, fc.constantFrom('2026-07', '2026-08', '2026-12'), async (name, month) => {
        fc.pre(!name.includes('\0'));
        expect(
          await nameOf([
            ['2026-08', 1, 'Drama'],
            ['2026-08', 2, 'Drama'],
            [month, 3, name],
          ]),
        ).toBe('Drama');
      }),
      { numRuns: 10 },
    );
  });
});
