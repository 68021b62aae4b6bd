import type { DocumentChanges } from '../../model/runs/reports.ts';
import { emitMetrics } from '../runtime/metrics.ts';

/** Tells what became of a slot's documents. */
export function emitDocuments({ added, changed, removed, unchanged }: DocumentChanges): void {
  emitMetrics({
    DocumentsWritten: added + changed,
    DocumentsDeleted: removed,
    DocumentsUnchanged: unchanged,
  });
}
