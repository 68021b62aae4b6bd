/**
 * The metrics that the functions write into their logs (embedded metric format). Functions, alarms and the dashboard share
 * these names.
 */

/** The CloudWatch namespace. Every metric has the dimension `stack`, which separates deployments. */
export const METRICS_NAMESPACE = 'MovieStatistics';

/** The dimension of a metric besides the stack; `all` is the value of the whole stack. */
export type MetricBreakdown = 'all' | 'step' | 'file';

interface MetricDefinition {
  /** CloudWatch's name of the unit. */
  readonly unit: 'Seconds' | 'Percent' | 'Megabytes' | 'Bytes' | 'Count' | 'None';
  /** The breakdowns in which the metric is written. CloudWatch bills each as a separate metric. */
  readonly by: readonly MetricBreakdown[];
  readonly description: string;
}

const metric = (
  unit: MetricDefinition['unit'],
  by: readonly MetricBreakdown[],
  description: string,
): MetricDefinition => ({ unit, by, description });

/** Every metric of this service. */
export const METRICS = {
  Seconds: metric('Seconds', ['all', 'step'], 'How long an invocation took.'),
  TimeoutUsed: metric(
    'Percent',
    ['all', 'step'],
    "The share of its function's time-out that an invocation took.",
  ),
  MemoryUsed: metric('Megabytes', ['all', 'step'], 'The peak memory of the process of an invocation.'),
  BytesCopied: metric('Bytes', ['file'], 'Raw bytes that ingest copied, decompressed.'),
  RowsRead: metric('Count', ['file'], 'Rows of a drop.'),
  RowsAccepted: metric('Count', ['file'], 'Rows that were written into the tables.'),
  RowsQuarantined: metric('Count', ['file'], 'Rows that were quarantined, with a reason.'),
  RowsDuplicates: metric('Count', ['file'], 'Rows that a later row with the same key supersedes.'),
  QuarantinedShare: metric(
    'Percent',
    ['all'],
    'Quarantined rows, of the file of a drop with the largest share.',
  ),
  ReleaseShrank: metric('Percent', ['all'], 'Share of the live movies that this run would remove.'),
  DocumentsWritten: metric('Count', ['all'], 'API documents that publish wrote.'),
  DocumentsDeleted: metric('Count', ['all'], 'API documents that publish deleted.'),
  DocumentsUnchanged: metric('Count', ['all'], 'API documents that publish found up to date.'),
  DataAge: metric('None', ['all'], 'Days since the newest committed month that has begun began.'),
  MonthsCommitted: metric('Count', ['all'], 'Committed months.'),
  RunHours: metric('None', ['all'], 'Hours for which a run has held the lock; 0 while it is free.'),
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;

/**
 * The dimension value for all files that are not part of the dataset. With their own names the number of metrics would
 * be unlimited.
 */
export const OTHER_FILES = 'other';
