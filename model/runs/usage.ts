/** What runs cost is measured in: time of functions of a certain memory, and requests to S3. */

/** What one invocation has used until it wrote its report. Requests count as often as they were sent. */
export interface Usage {
  /** The function's configured memory, which its time is billed by. */
  readonly memory_mb: number;
  /** GET and HEAD. */
  readonly s3_reads: number;
  /** PUT, POST, COPY and LIST, which are billed alike. */
  readonly s3_writes: number;
  /** Requests that delete, which are free, however many objects they name. */
  readonly s3_deletes: number;
  /** Of objects' bodies, in bytes. */
  readonly bytes_read: number;
  readonly bytes_written: number;
}

/** What a step of a run has used, over all of its invocations that have left a report. */
export interface StepUsage {
  readonly invocations: number;
  /** Of all invocations together, as they measured it: Lambda bills their start and end, too. */
  readonly seconds: number;
  /** Gigabytes (1,024 MB) of memory times seconds. */
  readonly gb_seconds: number;
  readonly s3_reads: number;
  readonly s3_writes: number;
}

/** Sums what the invocations of a step report. Reports of an earlier version, which a run may have begun with, lack `usage`. */
export function stepUsage(
  invocations: readonly { readonly seconds: number; readonly usage?: Usage }[],
): StepUsage {
  const sum = (of: (invocation: (typeof invocations)[number]) => number): number =>
    invocations.reduce((total, invocation) => total + of(invocation), 0);
  const rounded = (value: number): number => Number(value.toFixed(3));
  return {
    invocations: invocations.length,
    seconds: rounded(sum(({ seconds }) => seconds)),
    gb_seconds: rounded(sum(({ seconds, usage }) => (seconds * (usage?.memory_mb ?? 0)) / 1024)),
    s3_reads: sum(({ usage }) => usage?.s3_reads ?? 0),
    s3_writes: sum(({ usage }) => usage?.s3_writes ?? 0),
  };
}
