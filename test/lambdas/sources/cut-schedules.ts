import fc from 'fast-check';
import { expect } from 'vitest';

/** A source whose connections are interrupted on a schedule. */
export interface CutSource<Schedule> {
  /** Generates schedules that state when the server interrupts the connections. */
  readonly schedules: fc.Arbitrary<Schedule>;
  readonly numRuns: number;
  /** Reads the file while the server follows a schedule. */
  read(schedule: Schedule): Promise<Buffer>;
  readonly content: Buffer;
  /** The properties of the expected transient error. */
  readonly fault: object;
}

/**
 * Asserts for random schedules that a read returns the complete file or throws the transient error. At least one read must
 * return the complete file.
 */
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
