import type { AuditReport, Gate } from '../../model/runs/reports.ts';
import { emitMetrics } from '../runtime/metrics.ts';

/** Emits the row counts of every file and the values of the gates. */
export function emitAudit({ files, gates }: Pick<AuditReport, 'files' | 'gates'>): void {
  for (const [file, { read, accepted, quarantined, duplicates }] of Object.entries(files)) {
    emitMetrics(
      {
        RowsRead: read,
        RowsAccepted: accepted,
        RowsQuarantined: quarantined,
        RowsDuplicates: duplicates,
      },
      { file },
    );
  }
  emitMetrics({
    QuarantinedShare: percent(gates, 'quarantined_share'),
    ReleaseShrank: percent(gates, 'release_shrinks'),
  });
}

/** The largest value of a gate over all files, in per cent. */
const percent = (gates: readonly Gate[], of: Gate['gate']): number =>
  100 * Math.max(0, ...gates.filter(({ gate }) => gate === of).map(({ value }) => value));
