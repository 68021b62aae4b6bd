/** The usage that the cost of runs is computed from: function time by memory, and requests to S3. */

/** The usage of one invocation until it wrote its report. Every attempt of a request counts. */
export interface Usage {
  /** The function's configured memory, by which its time is billed. */
  readonly memory_mb: number;
  /** GET and HEAD. */
  readonly s3_reads: number;
  /** PUT, POST, COPY and LIST, which have the same price. */
  readonly s3_writes: number;
  /** Deletions, which are free for any number of objects. */
  readonly s3_deletes: number;
  /** Bytes of objects' bodies. */
  readonly bytes_read: number;
  readonly bytes_written: number;
}

/** The usage of a step, over all of its invocations that wrote a report. */
export interface StepUsage {
  readonly invocations: number;
  /** The sum over the invocations, as they measured it; Lambda also bills their start and end. */
  readonly seconds: number;
  /** Gigabytes (1,024 MB) of memory times seconds. */
  readonly gb_seconds: number;
  readonly s3_reads: number;
  readonly s3_writes: number;
}

/** Sums the reports of a step's invocations. Reports of earlier versions lack `usage`. */
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
