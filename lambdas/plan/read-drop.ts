import { DropNotThereError, MissingSourceError, SourceError, TransientError } from '../../model/errors.ts';
import type { DropFile } from '../../model/runs/plan.ts';
import type { RunRequest } from '../../model/runs/run.ts';
import { numberEnv, optionalEnv } from '../runtime/env.ts';
import { openSource, sourceUri } from '../sources/open-source.ts';
import type { SourceEntry } from '../sources/source.ts';
import { dropFiles } from './drop.ts';

/** A drop and its files. */
export interface Drop {
  readonly source: string;
  readonly files: readonly DropFile[];
}

/**
 * Lists the drop that a run is of. Where a scheduled run finds none, and the setting waitForDrop gives it days, the state
 * machine asks again; `startedAt` is when the run began to wait.
 * @throws DropNotThereError, and everything that is wrong with a drop
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
    const entries = await listDrop(source);
    // By hand, an empty folder is said to lack what it must have.
    if (entries.length === 0 && days > 0) throw new MissingSourceError(`There is nothing at ${source}.`);
    return { source, files: dropFiles(entries, source, numberEnv('MAX_FILE_BYTES')) };
  } catch (error) {
    // A server that is down may be up again in hours; the few retries of a passing fault would be used up by then.
    const mayCome = error instanceof MissingSourceError || error instanceof TransientError;
    if (!mayCome || days === 0) throw error;
    throw new DropNotThereError(
      `The drop of ${request.month} is not there. The run waits for it since ${startedAt}, for ${days} days at most (the setting waitForDrop). ${error.message}`,
      { cause: error },
    );
  }
}

/** The drop's files, once its marker is among them, which is none of them. */
async function listDrop(uri: string): Promise<readonly SourceEntry[]> {
  const source = await openSource(uri);
  try {
    const entries = await source.list();
    const marker = optionalEnv('DROP_MARKER');
    if (marker === null) return entries;
    // An archive has its directory at its end: it is there whole or can't be read.
    if (!source.whole && !entries.some(({ name }) => name === marker)) {
      throw new MissingSourceError(
        `The drop at ${uri} is not complete: it lacks ${marker} (the setting dropMarker).`,
      );
    }
    return entries.filter(({ name }) => name !== marker);
  } finally {
    await source.close?.();
  }
}
