import { describe, expect, it } from 'vitest';
import { createRunner, withDuckDb } from '../../engine/duckdb.ts';

/** A window over all rows, which the engine can't spill to disk. */
const LARGE = `select max(place) as last from (
  select row_number() over (order by hash(value), value) as place from range(3000000) numbers(value))`;

async function last(mostMb: number): Promise<unknown> {
  return withDuckDb({ preserveOrder: false }, async (engine) => {
    const connection = await engine.connect();
    try {
      await connection.run("set memory_limit = '5MB'");
      const run = createRunner(connection, mostMb, 5);
      return (await run(LARGE)).getRowObjects()[0]!.last;
    } finally {
      connection.closeSync();
    }
  });
}

describe('The SQL engine', () => {
  it('gets more memory where a query needs it', async () => {
    expect(await last(2_000)).toBe(3_000_000n);
  });

  it('fails with one sentence where the maximum is not enough', async () => {
    await expect(last(10)).rejects.toThrow(
      expect.objectContaining({
        name: 'TooLargeForEngineError',
        message: expect.stringContaining('more than 10 MB of memory (the setting engineMemoryMb)'),
      }),
    );
  });
});
