import type { Measures } from '../api/documents.ts';
import { figure, figureInFull, type Kind, known, MEASURES, type MeasureName } from '../format/measures.ts';
import { UNKNOWN } from '../format/numbers.ts';

interface AmountProps {
  readonly kind: Kind;
  readonly value: number | null | undefined;
}

/** Shows a figure rounded, with the full value as its title. An unknown value is shown as a dash. */
export function Amount({ kind, value }: AmountProps) {
  if (value === null || value === undefined) {
    return (
      <span class="unknown">
        <span aria-hidden="true">{UNKNOWN}</span>
        <span class="hidden">unknown</span>
      </span>
    );
  }
  return (
    <data value={String(value)} title={figureInFull(kind, value)}>
      {figure(kind, value)}
    </data>
  );
}

/** Shows a measure of a group of movies. */
export function MeasureAmount({ of, name }: { readonly of: Measures; readonly name: MeasureName }) {
  return <Amount kind={MEASURES[name].kind} value={known(of, name)} />;
}
