import { setImmediate as nextTick } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { usageCounters } from '../../aws/usage.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/**
 * The S3 client of the process. It sends checksums only where S3 requires them, because every copy is validated by its
 * own hash.
 */
export const client = new S3Client({
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  // `Expect: 100-continue` costs a round trip per upload, and six seconds with a server that doesn't answer it.
  expectContinueHeader: false,
  ...CLIENT_CONFIG,
});

/** Requests without a response yet. */
const pending = new Set<Promise<unknown>>();
client.middlewareStack.add(
  (next) => (request) => {
    const response = next(request);
    const settled = response.catch(() => {}).finally(() => pending.delete(settled));
    pending.add(settled);
    return response;
  },
  { step: 'initialize', name: 'pending' },
);

/**
 * Waits until no request is pending. Lambda freezes the process of a failed step; a pending request would be repeated
 * in the middle of a later run.
 */
export async function requestsSettled(): Promise<void> {
  for (; pending.size > 0; await nextTick()) await Promise.all(pending);
}

// After the retry step, because every attempt is billed.
client.middlewareStack.add(
  (next, { commandName = '' }) =>
    (attempt) => {
      const used = usageCounters();
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
