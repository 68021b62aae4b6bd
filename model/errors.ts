/**
 * The base of all failures with a message for operators. `name` is a literal because bundlers rename classes, and Retry,
 * Catch and `run.json` use the name.
 */
export abstract class PipelineError extends Error {
  abstract override readonly name: string;
}

/** The run's input is invalid: a wrong month, an unknown field, options that exclude each other. */
export class RunInputError extends PipelineError {
  override readonly name = 'RunInputError';
}

/** The source cannot be used: it is missing, access is denied, or its kind is not supported. */
export class SourceError extends PipelineError {
  override readonly name = 'SourceError';
}

/** The source is missing. A scheduled run waits for it; any other run fails as for a SourceError. */
export class MissingSourceError extends SourceError {}

/** A scheduled run's drop is not there yet. The state machine waits as long as the setting waitForDrop allows. */
export class DropNotThereError extends PipelineError {
  override readonly name = 'DropNotThereError';
}

/** The drop lacks a required file. */
export class MissingFileError extends PipelineError {
  override readonly name = 'MissingFileError';
}

/** The drop contains a file twice, once plain and once gzipped. */
export class DuplicateFileError extends PipelineError {
  override readonly name = 'DuplicateFileError';
}

/** A file is larger than one function can ingest before its time-out. */
export class FileTooLargeError extends PipelineError {
  override readonly name = 'FileTooLargeError';
}

/** A gzipped file or a zip archive is damaged and cannot be decompressed. */
export class CorruptArchiveError extends PipelineError {
  override readonly name = 'CorruptArchiveError';
}

/** The header lacks columns that the tables need. */
export class MissingColumnError extends PipelineError {
  override readonly name = 'MissingColumnError';
}

/** The file is not RFC 4180 CSV: a stray or unclosed quote, or a record above the size limit. */
export class MalformedCsvError extends PipelineError {
  override readonly name = 'MalformedCsvError';
}

/** The file is not UTF-8. */
export class NotUtf8Error extends PipelineError {
  override readonly name = 'NotUtf8Error';
}

/** The file has no header. */
export class EmptyFileError extends PipelineError {
  override readonly name = 'EmptyFileError';
}

/** The ingest month is more than 24 months after the execution's start: most likely a typing error. */
export class MonthAheadError extends PipelineError {
  override readonly name = 'MonthAheadError';
}

/** A run from a month's committed data was requested, but the month is not committed. */
export class MonthNotCommittedError extends PipelineError {
  override readonly name = 'MonthNotCommittedError';
}

/** Another run holds the lock. The state machine waits for a while, then fails with this error. */
export class RunInProgressError extends PipelineError {
  override readonly name = 'RunInProgressError';
}

/** Another run has taken over this run's lock, so this run must not write. */
export class LockLostError extends PipelineError {
  override readonly name = 'LockLostError';
}

/** Rows were lost or added between two steps. This is always a bug, never a problem of the data. */
export class CountsDontReconcileError extends PipelineError {
  override readonly name = 'CountsDontReconcileError';
}

/** Too many rows of a file were quarantined to trust the rest. */
export class TooManyQuarantinedError extends PipelineError {
  override readonly name = 'TooManyQuarantinedError';
}

/** The release would lose too many movies at once. */
export class ReleaseShrinksError extends PipelineError {
  override readonly name = 'ReleaseShrinksError';
}

/** The committed tables are too large for the embedded SQL engine. */
export class TooLargeForEngineError extends PipelineError {
  override readonly name = 'TooLargeForEngineError';
}

/** One API document is larger than the API may serve. */
export class DocumentTooLargeError extends PipelineError {
  override readonly name = 'DocumentTooLargeError';
}

/** A slot does not contain the documents that were written into it. */
export class SlotIncompleteError extends PipelineError {
  override readonly name = 'SlotIncompleteError';
}

/** The API's live slot changed while this run was filling the other one. */
export class LiveSlotMovedError extends PipelineError {
  override readonly name = 'LiveSlotMovedError';
}

/** The references to stored objects are incomplete, so clean-up must not delete anything. */
export class CleanUpRefusedError extends PipelineError {
  override readonly name = 'CleanUpRefusedError';
}

/** There is no earlier release to roll back to. */
export class NoEarlierReleaseError extends PipelineError {
  override readonly name = 'NoEarlierReleaseError';
}

/** The release that a rollback names is in neither slot. */
export class ReleaseNotKeptError extends PipelineError {
  override readonly name = 'ReleaseNotKeptError';
}

/** A temporary failure (S3 throttling, a broken connection): the state machine retries the step. */
export class TransientError extends PipelineError {
  override readonly name = 'TransientError';
}
