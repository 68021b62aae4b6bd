import { Amount } from '../components/amount.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { MEASURES } from '../format/measures.ts';

/** Explains the figures. */
export default function AboutPage() {
  return (
    <Page
      title="About the figures"
      standfirst="All figures on this website are computed from The Movies Dataset once a month. Sums are exact, and the same data always gives the same figures."
    >
      <Section id="profit" title="Known profit and total profit">
        <p>
          Profit is revenue minus budget. In this dataset the budget or the revenue of most movies is 0, which
          means unknown. For this reason there are two profits. This example has three movies:
        </p>
        <ProfitExample />
        <p>
          <strong>Known profit</strong> includes only <em>A</em>, the only movie with a known budget and a
          known revenue. <strong>Total profit</strong> includes all three movies and treats every 0 as an
          amount. It counts <em>B</em> as a loss of its whole budget and <em>C</em> as a movie without costs.
          Total profit therefore reflects gaps in the data more than earnings. It is shown because it equals
          total revenue minus total budget.
        </p>
      </Section>
      <Section id="zero" title="Zero, null and the dash">
        <p>
          A budget or revenue of <strong>0</strong> means unknown. It adds nothing to sums and does not count
          as known. A few movies have budgets of only a few dollars, probably because they were entered in
          millions. These budgets are used as given.
        </p>
        <p>
          Where no movie of a group has a value, the website shows a dash (–) and a chart shows a gap. In the
          API a sum over no movies is <code>0</code> and an average over no movies is <code>null</code>. Each
          sum of money has a count of the movies with a known amount.
        </p>
        <p>
          Movies without a release date form a separate group, the <a href="/year/unknown">unknown year</a>.
          They are included in all totals but not in charts by release year.
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
          Money is in US dollars as given in the dataset, not adjusted for inflation. Averages are exact sums
          divided once and rounded to six decimals. The website shows rounded figures; point at a figure to
          see its full value.
        </p>
      </Section>
      <Section id="groups" title="Release years, genres and production companies">
        <p>
          The release year of a movie is the year of its release date. A movie counts in full in each of its
          genres and in each of its production companies. These groups overlap, so their sums exceed the
          total.
        </p>
        <p>
          The <strong>most popular genre</strong> of a release year is the genre with the highest average
          popularity of its movies released in that year. If two genres have the same average, the genre with
          more movies comes first, then the genre that comes first in the alphabet. Its number of movies is
          shown as n and is often small.
        </p>
      </Section>
      <Section id="source" title="Source of the data">
        <p>
          The data is{' '}
          <a href="https://www.kaggle.com/datasets/rounakbanik/the-movies-dataset">The Movies Dataset</a>,
          published by Rounak Banik on Kaggle and collected from TMDB and MovieLens. Every row of a month’s
          delivery is validated. The <a href="/status">status page</a> lists how many rows were accepted and
          why others were quarantined.
        </p>
        <p>
          All figures are available as files on the <a href="/downloads">downloads page</a> and as JSON
          through the <a href="/docs">API</a>, which requires no key.
        </p>
      </Section>
    </Page>
  );
}

const EXAMPLE = [
  { movie: 'A', budget: 50e6, revenue: 120e6, note: 'both known' },
  { movie: 'B', budget: 80e6, revenue: 0, note: 'revenue unknown' },
  { movie: 'C', budget: 0, revenue: 30e6, note: 'budget unknown' },
] as const;

function ProfitExample() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section class="table-scroll example" aria-label="Example" tabIndex={0}>
      <table>
        <caption>Known profit and total profit of three example movies</caption>
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
          {EXAMPLE.map(({ movie, budget, revenue, note }) => (
            <tr key={movie}>
              <th scope="row">
                {movie} <span class="soft">{note}</span>
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
