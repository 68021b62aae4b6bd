import type { DocumentChanges } from '../../model/runs/reports.ts';
import { emitMetrics } from '../runtime/metrics.ts';

/** Emits how many of a slot's documents were written, deleted and unchanged. */
export function emitDocuments({ added, changed, removed, unchanged }: DocumentChanges): void {
  emitMetrics({
    DocumentsWritten: added + changed,
    DocumentsDeleted: removed,
    DocumentsUnchanged: unchanged,
  });
}
