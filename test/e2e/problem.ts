import { expect } from 'vitest';
import { problemFaults } from '../../cli/smoke/check.ts';
import type { Reply } from './http.ts';

/** Asserts an error response: a problem document with CORS headers that is not cached, never S3's XML. */
export function expectProblem(reply: Reply, expected: number): void {
  expect(problemFaults('the answer', reply, expected)).toEqual([]);
}
