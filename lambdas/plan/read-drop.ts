import { MOVIES_FILE } from '../../model/data/source-files.ts';
import { DropNotThereError, MissingSourceError, SourceError, TransientError } from '../../model/errors.ts';
import type { DropFile } from '../../model/runs/plan.ts';
import type { RunRequest } from '../../model/runs/run.ts';
import { numberEnv, optionalEnv } from '../runtime/env.ts';
import { openSource, sourceUri } from '../sources/open-source.ts';
import type { Source, SourceEntry } from '../sources/source.ts';
import { dropFiles } from './drop.ts';

/** A drop and its files. */
export interface Drop {
  readonly source: string;
  readonly files: readonly DropFile[];
}

/**
 * Lists the drop of a run. If the drop of a scheduled run is missing, this throws DropNotThereError until the days of the setting
 * waitForDrop have passed, and the state machine retries. `startedAt` is the start of the execution.
 * @throws DropNotThereError, SourceError, and the errors of {@link dropFiles}
 */
export async function readDrop(request: RunRequest, startedAt: string): Promise<Drop> {
  const template = request.source ?? optionalEnv('SOURCE');
  if (template === null) {
    throw new SourceError(
      'No source: give one in the input ({"source": "s3://…"}) or in the setting source.',
    );
  }
  const source = sourceUri(template, request.month);
  const days = request.scheduled ? numberEnv('WAIT_FOR_DROP_DAYS') : 0;
  try {
    const { entries, folders } = await listDrop(source);
    // Only a scheduled run waits. A manually started run reports the missing file.
    if (entries.length === 0 && folders.length === 0 && days > 0) {
      throw new MissingSourceError(`There is nothing at ${source}.`);
    }
    return { source, files: dropFiles(entries, source, numberEnv('MAX_FILE_BYTES'), folders) };
  } catch (error) {
    // A server that is down may be up again in hours, which is longer than the retries of a transient error last.
    const mayCome = error instanceof MissingSourceError || error instanceof TransientError;
    if (!mayCome || days === 0) throw error;
    throw new DropNotThereError(
      `The drop of ${request.month} is missing. The run has waited for it since ${startedAt}, and waits for at most ${days} days (the setting waitForDrop). ${error.message}`,
      { cause: error },
    );
  }
}

/** Lists the drop's files without its marker. If the drop lacks its required file, the folders beside the files are listed too. */
async function listDrop(
  uri: string,
): Promise<{ entries: readonly SourceEntry[]; folders: readonly string[] }> {
  const source = await openSource(uri);
  try {
    const files = await source.list();
    const entries = completeDrop(uri, source, files);
    const hasMovies = entries.some(({ name }) => name === MOVIES_FILE || name === `${MOVIES_FILE}.gz`);
    return { entries, folders: hasMovies ? [] : await source.folders() };
  } finally {
    await source.close?.();
  }
}

/** The files without the marker. @throws MissingSourceError if the marker is missing */
function completeDrop(
  uri: string,
  { whole }: Source,
  entries: readonly SourceEntry[],
): readonly SourceEntry[] {
  const marker = optionalEnv('DROP_MARKER');
  if (marker === null) return entries;
  // An archive needs no marker: its directory is at its end, so a part of it cannot be read.
  if (!whole && !entries.some(({ name }) => name === marker)) {
    throw new MissingSourceError(
      `The drop at ${uri} is not complete: it lacks ${marker} (the setting dropMarker).`,
    );
  }
  return entries.filter(({ name }) => name !== marker);
}
