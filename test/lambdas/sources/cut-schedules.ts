import fc from 'fast-check';
import { expect } from 'vitest';

/** A source whose connections are cut, and how it is read. */
export interface CutSource<Schedule> {
  /** When the connections are cut, as its server is told. */
  readonly schedules: fc.Arbitrary<Schedule>;
  readonly numRuns: number;
  /** Reads the file while a schedule has its way. */
  read(schedule: Schedule): Promise<Buffer>;
  readonly content: Buffer;
  /** What a passing fault of it says. */
  readonly fault: object;
}

/** Holds that whatever is cut, and however often, the file comes whole or its reading fails as a passing fault. Some must come whole. */
export async function expectWholeOrPassing<Schedule>({
  schedules,
  numRuns,
  read,
  content,
  fault,
}: CutSource<Schedule>): Promise<void> {
  let whole = 0;
  const property = fc.asyncProperty(schedules, async (schedule) => {
    try {
      expect((await read(schedule)).equals(content)).toBe(true);
      whole += 1;
    } catch (error) {
      expect(error).toMatchObject(fault);
    }
  });
  await fc.assert(property, { numRuns });
  expect(whole).toBeGreaterThan(0);
}
