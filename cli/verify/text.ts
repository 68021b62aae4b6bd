import { quantity } from '../shared/columns.ts';
import type { Check, Difference, Verification } from './findings.ts';

/** What people are told was looked at. */
const LOOKED_AT: readonly (readonly [check: Check, one: string, many?: string])[] = [
  ['commit', 'month'],
  ['raw copy', 'raw copy', 'raw copies'],
  ['part', 'part'],
  ['manifest', 'manifest'],
  ['release', 'release'],
  ['document', 'document'],
  ['download', 'file to take away', 'files to take away'],
];

/** What a verification found, for people. */
export function verificationText({ ok, whole, checked, differences, more, notes }: Verification): string {
  const looked = LOOKED_AT.filter(([check]) => checked[check] > 0)
    .map(([check, one, many]) => quantity(checked[check], one, many))
    .join(', ');
  const good = whole
    ? 'Everything is as it was recorded'
    : 'Everything is there, as far as that can be told without reading it';
  return [
    ok ? `${good}: ${looked}.` : `${quantity(differences.length + more, 'difference')} (${looked}):`,
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
