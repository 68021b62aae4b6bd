import { expect } from 'vitest';
import { problemFaults } from '../../cli/smoke/check.ts';
import type { Reply } from './http.ts';

/** Contract §5: one shape for every error, with CORS, never cached, never S3's XML. */
export function expectProblem(reply: Reply, expected: number): void {
  expect(problemFaults('the answer', reply, expected)).toEqual([]);
}
