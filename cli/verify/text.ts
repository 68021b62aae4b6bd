import { quantity } from '../shared/columns.ts';
import type { Check, Difference, Verification } from './findings.ts';

/** The kinds whose counts are printed. */
const COUNTED_CHECKS: readonly (readonly [check: Check, one: string, many?: string])[] = [
  ['commit', 'month'],
  ['raw copy', 'raw copy', 'raw copies'],
  ['part', 'part'],
  ['manifest', 'manifest'],
  ['release', 'release'],
  ['document', 'document'],
  ['download', 'download'],
];

/** The result of a verification as a text. */
export function verificationText({ ok, whole, checked, differences, more, notes }: Verification): string {
  const counts = COUNTED_CHECKS.filter(([check]) => checked[check] > 0)
    .map(([check, one, many]) => quantity(checked[check], one, many))
    .join(', ');
  const good = whole ? 'Everything matches its record' : 'Every object exists; bodies were not read';
  return [
    ok ? `${good}: ${counts}.` : `${quantity(differences.length + more, 'difference')} (${counts}):`,
    ...differences.flatMap((difference) => ['', ...differenceText(difference)]),
    ...(more > 0 ? ['', `${quantity(more, 'more difference')} not shown.`] : []),
    ...notes.flatMap((note) => ['', note]),
  ].join('\n');
}

const differenceText = ({ check, key, expected, found, advice }: Difference): string[] => [
  `${check}  ${key}`,
  `    expected  ${expected}`,
  `    found     ${found}`,
  `    do        ${advice}`,
];
