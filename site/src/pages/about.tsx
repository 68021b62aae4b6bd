import { Amount } from '../components/amount.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { MEASURES } from '../format/measures.ts';

/** What the figures mean. */
export default function AboutPage() {
  return (
    <Page
      title="What the figures mean"
      standfirst="Every figure of this website is computed once a month from The Movies Dataset, exactly, and the same data always gives the same figures. What the data doesn’t know, they don’t know either."
    >
      <Section id="profit" title="Known profit and total profit">
        <p>
          Profit is revenue minus budget. In this dataset the budget or the revenue of most movies is 0, and 0
          means that nobody entered it. So there are two sums. Take three movies:
        </p>
        <ProfitExample />
        <p>
          <strong>Known profit</strong> looks at <em>A</em> alone, the only movie of which both are known: it
          is what was really earned, of the movies of which anybody can say. <strong>Total profit</strong>{' '}
          takes every 0 at its word. <em>B</em> counts as a loss of its whole budget and <em>C</em> as free,
          so it says more about gaps in the data than about money. It is here because it is what one gets by
          subtracting the two sums, and differs from known profit by just these gaps.
        </p>
      </Section>
      <Section id="zero" title="Zero, null and the dash">
        <p>
          A <strong>0</strong> in budget or revenue means unknown. It adds nothing to sums and isn’t counted
          as known. A few movies have budgets of a handful of dollars, probably entered in millions: they are
          taken as given.
        </p>
        <p>
          Where a group has no movie with the figure, the website shows a dash (–) and a chart shows a gap. In
          the API sums over nothing are <code>0</code> and averages over nothing <code>null</code>; next to
          each sum stands of how many movies it is.
        </p>
        <p>
          Movies without a release date form a group of their own, the{' '}
          <a href="/year/unknown">unknown year</a>. They count in every total, but no chart has a place for
          them.
        </p>
      </Section>
      <Section id="measures" title="The measures">
        <dl class="definitions">
          {Object.values(MEASURES).map(({ name, title, definition }) => (
            <div key={name} id={name}>
              <dt>
                {title} <code>{name}</code>
              </dt>
              <dd>{definition}</dd>
            </div>
          ))}
        </dl>
        <p>
          Money is in US dollars as the dataset gives it: of the day, not adjusted for inflation. Averages are
          divided once from exact sums and rounded to six decimals; the website shows fewer, and the full
          figure when you point at it.
        </p>
      </Section>
      <Section id="groups" title="Years, genres and companies">
        <p>
          A movie’s year is that of its release date. It counts once in each of its genres and once in each of
          its companies, in full: groups overlap, and their sums are more than the whole.
        </p>
        <p>
          The <strong>most popular genre</strong> of a year is the one whose movies of that year have the
          highest average popularity. Of two with the same average, the one with more movies comes first, then
          the alphabet decides.
        </p>
      </Section>
      <Section id="source" title="Where it comes from">
        <p>
          The data is{' '}
          <a href="https://www.kaggle.com/datasets/rounakbanik/the-movies-dataset">The Movies Dataset</a>,
          published by Rounak Banik on Kaggle and collected from TMDB and MovieLens. Every month’s rows are
          judged one by one; <a href="/status">the status</a> tells how many were accepted and why others were
          not.
        </p>
        <p>
          Everything shown here can be had as files on <a href="/downloads">the page of downloads</a> and as
          JSON through <a href="/docs">the API</a>, which needs no key.
        </p>
      </Section>
    </Page>
  );
}

const EXAMPLE = [
  { movie: 'A', budget: 50e6, revenue: 120e6, told: 'both known' },
  { movie: 'B', budget: 80e6, revenue: 0, told: 'revenue unknown' },
  { movie: 'C', budget: 0, revenue: 30e6, told: 'budget unknown' },
] as const;

function ProfitExample() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table-scroll example" aria-label="Example" tabIndex={0}>
      <table>
        <caption>Three made-up movies and their two profits</caption>
        <thead>
          <tr>
            <th scope="col">Movie</th>
            <th scope="col" class="numeric">
              Budget
            </th>
            <th scope="col" class="numeric">
              Revenue
            </th>
            <th scope="col" class="numeric">
              In known profit
            </th>
            <th scope="col" class="numeric">
              In total profit
            </th>
          </tr>
        </thead>
        <tbody>
          {EXAMPLE.map(({ movie, budget, revenue, told }) => (
            <tr key={movie}>
              <th scope="row">
                {movie} <span class="soft">{told}</span>
              </th>
              <td class="numeric">{budget === 0 ? '0' : <Amount kind="money" value={budget} />}</td>
              <td class="numeric">{revenue === 0 ? '0' : <Amount kind="money" value={revenue} />}</td>
              <td class="numeric">
                <Amount kind="money" value={budget > 0 && revenue > 0 ? revenue - budget : null} />
              </td>
              <td class="numeric">
                <Amount kind="money" value={revenue - budget} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            <td class="numeric">
              <Amount kind="money" value={130e6} />
            </td>
            <td class="numeric">
              <Amount kind="money" value={150e6} />
            </td>
            <td class="numeric">
              <Amount kind="money" value={70e6} />
            </td>
            <td class="numeric">
              <Amount kind="money" value={20e6} />
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
