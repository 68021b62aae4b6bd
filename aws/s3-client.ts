import { setImmediate as nextTurn } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { PATIENCE } from './client-config.ts';
import { counts } from './usage.ts';

/** The client of the whole process. Checksums only where S3 demands them: every copy is judged by its own hash. */
export const client = new S3Client({
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  // Asking before every larger upload costs a round trip, and six seconds where a server doesn't answer the question.
  expectContinueHeader: false,
  ...PATIENCE,
});

/** Requests that have not been answered yet. */
const underWay = new Set<Promise<unknown>>();
client.middlewareStack.add(
  (next) => (request) => {
    const answered = next(request);
    const settled = answered.catch(() => {}).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return answered;
  },
  { step: 'initialize', name: 'underWay' },
);

/**
 * Waits until nothing is asked any more. A failed step must not leave requests behind: its process is frozen then, and
 * would repeat them in the middle of a later run.
 */
export async function requestsSettled(): Promise<void> {
  for (; underWay.size > 0; await nextTurn()) await Promise.all(underWay);
}

// Behind the step that asks again: what is sent twice is billed twice.
client.middlewareStack.add(
  (next, { commandName = '' }) =>
    (attempt) => {
      const used = counts();
      if (/^(Get|Head)Object/.test(commandName)) used.s3_reads += 1;
      else if (/^(Delete|Abort)/.test(commandName)) used.s3_deletes += 1;
      else {
        used.s3_writes += 1;
        const { headers } = attempt.request as { headers: Readonly<Record<string, string>> };
        used.bytes_written += Number(headers['content-length'] ?? 0);
      }
      return next(attempt);
    },
  { step: 'deserialize', name: 'usage' },
);
