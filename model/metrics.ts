/**
 * The metrics that the functions write into their logs, where CloudWatch finds them: what is written there and what alarms and the
 * dashboard read has one name here.
 */

/** Where they stand in CloudWatch. Every one has the dimension `stack`, so that several deployments keep apart. */
export const METRICS_NAMESPACE = 'MovieStatistics';

/** What a value can be told apart by, beside the stack; `all` is the stack's value as a whole. */
export type MetricBreakdown = 'all' | 'step' | 'file';

interface MetricDefinition {
  /** As CloudWatch calls it. */
  readonly unit: 'Seconds' | 'Percent' | 'Megabytes' | 'Bytes' | 'Count' | 'None';
  /** Each is a metric of its own, and is billed as one. */
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
  TimeoutUsed: metric('Percent', ['all', 'step'], "How much of its function's time-out an invocation took."),
  MemoryUsed: metric('Megabytes', ['all', 'step'], 'The most that the process of an invocation has held.'),
  BytesCopied: metric('Bytes', ['file'], 'Raw bytes that ingest copied, decompressed.'),
  RowsRead: metric('Count', ['file'], 'Rows of a drop.'),
  RowsAccepted: metric('Count', ['file'], 'Those that became rows of the tables.'),
  RowsQuarantined: metric('Count', ['file'], 'Those that were set aside, with a reason.'),
  RowsDuplicates: metric('Count', ['file'], 'Those that a later row of the same id supersedes.'),
  QuarantinedShare: metric(
    'Percent',
    ['all'],
    'Rows set aside, in the file of a drop with the largest share.',
  ),
  ReleaseShrank: metric('Percent', ['all'], 'Movies that the release loses by this run, of the live one.'),
  DocumentsWritten: metric('Count', ['all'], 'API documents that publish wrote.'),
  DocumentsDeleted: metric('Count', ['all'], 'API documents that publish deleted.'),
  DocumentsUnchanged: metric('Count', ['all'], 'API documents that publish found to be right already.'),
  DataAge: metric('None', ['all'], 'Days since the newest committed month began.'),
  MonthsCommitted: metric('Count', ['all'], 'Months that are committed.'),
  RunHours: metric('None', ['all'], 'Hours for which a run has held the lock; 0 while none does.'),
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;

/** What stands for files of a drop that are none of the dataset's: their names would be metrics without end. */
export const OTHER_FILES = 'other';
