import { columns, count, percent, shortened } from '../shared/columns.ts';
import type { Quarantine, ReasonGroup } from './group.ts';

/** The maximum length of a printed cell. */
const VALUE_LENGTH = 60;

/** Formats a quarantine as text. */
export function quarantineText({
  month,
  run_id,
  file,
  read,
  quarantined,
  share,
  reasons,
}: Quarantine): string {
  const of = read === null ? 'rows' : `of ${count(read)} rows`;
  const part = share === null || quarantined === 0 ? '' : ` (${percent(share)})`;
  return [
    `${month}, run ${run_id}: ${count(quarantined)} ${of} of ${file} in quarantine${part}.`,
    ...(quarantined > 0 && reasons.length === 0 ? ['None of them has this reason.'] : []),
    ...reasons.flatMap((group) => ['', ...groupText(group)]),
  ].join('\n');
}

function groupText({ reason, rows, share, examples }: ReasonGroup): string[] {
  const counts = [count(rows), ...(share === null ? [] : [percent(share)])].join(', ');
  const lines = examples.map(({ line, value, id, title }) => [
    `    line ${line}`,
    shortened(JSON.stringify(value), VALUE_LENGTH),
    id === null ? '' : `id ${shortened(id, 20)}`,
    title === null ? '' : shortened(title, VALUE_LENGTH),
  ]);
  return [`${reason}: ${counts}`, ...columns(lines)];
}
