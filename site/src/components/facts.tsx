import type { ComponentChildren } from 'preact';
import type { Measures } from '../api/documents.ts';
import { counted, percent } from '../format/numbers.ts';
import { Amount, MeasureAmount } from './amount.tsx';

interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
}

/** Shows headline figures in a row, each with a note. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value, note }) => (
        <div class="fact" key={name}>
          <dt>{name}</dt>
          <dd class="fact-value">{value}</dd>
          {note && <dd class="fact-note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Shows the measures of a group of movies as headline figures. */
export function MeasureFacts({ of }: { readonly of: Measures }) {
  const { movie_count: all } = of;
  const share = (part: number): string => `known for ${counted(part, 'movie')} (${percent(part, all)})`;
  return (
    <Facts
      facts={[
        { name: 'Movies', value: <MeasureAmount of={of} name="movie_count" /> },
        {
          name: 'Revenue',
          value: <MeasureAmount of={of} name="total_revenue" />,
          note: share(of.movies_with_revenue),
        },
        {
          name: 'Budget',
          value: <MeasureAmount of={of} name="total_budget" />,
          note: share(of.movies_with_budget),
        },
        {
          name: 'Known profit',
          value: <MeasureAmount of={of} name="known_profit" />,
          note: of.movies_with_both > 0 && `for ${counted(of.movies_with_both, 'movie')} with both known`,
        },
        {
          name: 'Average popularity',
          value: <MeasureAmount of={of} name="average_popularity" />,
          note: 'a score without a unit',
        },
        {
          name: 'Average vote',
          value: <MeasureAmount of={of} name="average_vote" />,
          note: 'out of 10, weighted by votes',
        },
      ]}
    />
  );
}

/** Explains the two profits of a group with the group's own figures. */
export function ProfitNote({ of }: { readonly of: Measures }) {
  return (
    <p class="note">
      {of.movies_with_both === 0 ? (
        <>
          <strong>Known profit</strong> is not available: no movie in this group has both a known budget and a
          known revenue.{' '}
        </>
      ) : (
        <>
          <strong>Known profit</strong> is <MeasureAmount of={of} name="known_profit" />: revenue minus budget
          for the {counted(of.movies_with_both, 'movie')} with both known.{' '}
        </>
      )}
      <strong>Total profit</strong> is <Amount kind="money" value={of.total_profit} />: all revenues minus all
      budgets, where unknown amounts count as 0. It reflects gaps in the data more than earnings.{' '}
      <a href="/about#profit">Why there are two profits</a>
    </p>
  );
}
