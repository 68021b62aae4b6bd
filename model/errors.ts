/**
 * Every failure that a person is meant to read. `name` is set literally, because bundles rename classes
 * and Retry, Catch and `run.json` go by the name.
 */
export abstract class PipelineError extends Error {
  abstract override readonly name: string;
}

/** The run's input makes no sense: a wrong month, an unknown field, options that exclude each other. */
export class RunInputError extends PipelineError {
  override readonly name = 'RunInputError';
}

/** The source cannot be used: it is not there, may not be read from here, or is none that a drop may come from. */
export class SourceError extends PipelineError {
  override readonly name = 'SourceError';
}

/** A source that is not there, or not yet: who waits for a drop asks again. To everybody else a SourceError like others. */
export class MissingSourceError extends SourceError {}

/** A scheduled run's drop has not come yet. The state machine waits for it as long as the setting waitForDrop says. */
export class DropNotThereError extends PipelineError {
  override readonly name = 'DropNotThereError';
}

/** The drop lacks a file that every month must have. */
export class MissingFileError extends PipelineError {
  override readonly name = 'MissingFileError';
}

/** The drop holds one file twice: plain and gzipped. */
export class DuplicateFileError extends PipelineError {
  override readonly name = 'DuplicateFileError';
}

/** A file is larger than one function can ingest before its time-out. */
export class FileTooLargeError extends PipelineError {
  override readonly name = 'FileTooLargeError';
}

/** A gzipped file or a zip archive could not be unpacked: it is damaged. */
export class CorruptArchiveError extends PipelineError {
  override readonly name = 'CorruptArchiveError';
}

/** The header lacks columns that the tables need. */
export class MissingColumnError extends PipelineError {
  override readonly name = 'MissingColumnError';
}

/** The file is no RFC 4180 CSV: a stray or never closed quote, or a record beyond the limit. */
export class MalformedCsvError extends PipelineError {
  override readonly name = 'MalformedCsvError';
}

/** The file holds bytes that are not UTF-8. */
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

/** A month was asked for again that was never committed. */
export class MonthNotCommittedError extends PipelineError {
  override readonly name = 'MonthNotCommittedError';
}

/** Another run holds the lock. The state machine waits for it, then gives up with this. */
export class RunInProgressError extends PipelineError {
  override readonly name = 'RunInProgressError';
}

/** This run's lock belongs to another run by now: it must not write any more. */
export class LockLostError extends PipelineError {
  override readonly name = 'LockLostError';
}

/** Rows went missing or appeared between two steps: a fault of this program, never of the data. */
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

/** The committed tables are past what the embedded SQL engine can read on one machine. */
export class TooLargeForEngineError extends PipelineError {
  override readonly name = 'TooLargeForEngineError';
}

/** One API document is larger than the API may serve. */
export class DocumentTooLargeError extends PipelineError {
  override readonly name = 'DocumentTooLargeError';
}

/** The slot that was filled does not hold what was written. */
export class SlotIncompleteError extends PipelineError {
  override readonly name = 'SlotIncompleteError';
}

/** The API's live slot changed while this run was filling the other one. */
export class LiveSlotMovedError extends PipelineError {
  override readonly name = 'LiveSlotMovedError';
}

/** What is still needed could not be told for certain, so nothing may be deleted. */
export class CleanUpRefusedError extends PipelineError {
  override readonly name = 'CleanUpRefusedError';
}

/** There is no release before the live one that the API could go back to. */
export class NoEarlierReleaseError extends PipelineError {
  override readonly name = 'NoEarlierReleaseError';
}

/** The release that a rollback was to go to is in neither slot. */
export class ReleaseNotKeptError extends PipelineError {
  override readonly name = 'ReleaseNotKeptError';
}

/** A fault that passes by itself (S3 throttling, a broken connection): the state machine tries again. */
export class TransientError extends PipelineError {
  override readonly name = 'TransientError';
}
