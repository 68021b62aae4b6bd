import type { ComponentChildren } from 'preact';
import type { Measures } from '../api/documents.ts';
import { counted, percent } from '../format/numbers.ts';
import { Amount, MeasureAmount } from './amount.tsx';

interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
}

/** Headline figures in a row, each with what it rests on. */
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

/** The measures of a group of movies as headline figures. */
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
          note: of.movies_with_both > 0 && `of the ${counted(of.movies_with_both, 'movie')} with both known`,
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

/** The two profits of a group, and why they differ, told with its own figures. */
export function ProfitNote({ of }: { readonly of: Measures }) {
  return (
    <p class="note">
      {of.movies_with_both === 0 ? (
        <>
          <strong>Known profit</strong> can’t be told: there is no movie here of which budget and revenue are
          both known.{' '}
        </>
      ) : (
        <>
          <strong>Known profit</strong> is <MeasureAmount of={of} name="known_profit" />: revenue minus budget
          of the {counted(of.movies_with_both, 'movie')} of which both are known.{' '}
        </>
      )}
      <strong>Total profit</strong> is <Amount kind="money" value={of.total_profit} />: it sets all budgets
      against all revenues, unknown ones counting as 0, so it tells more about gaps in the data than about
      earnings. <a href="/about#profit">Why there are two</a>
    </p>
  );
}
