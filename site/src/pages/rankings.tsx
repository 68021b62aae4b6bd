import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { Source } from '../components/figure.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import {
  GROUP_TITLES,
  minimumsInWords,
  type RankingGroup,
  type RankingLink,
  rankedMeasure,
  rankingHref,
} from '../format/rankings.ts';
import { listed } from '../format/sentences.ts';

const RANKINGS = addressOf('/v1/stats/ranking');
const GROUPS = Object.keys(GROUP_TITLES) as RankingGroup[];

/** Lists all rankings. */
export default function RankingsPage() {
  const rankings = useDocument(RANKINGS);
  return (
    <Page
      title="Rankings"
      standfirst="The first 100 release years, genres and production companies by each measure. Some rankings require a minimum number of movies, so that a single movie does not decide the rank."
    >
      <Loaded of={rankings} what="the rankings">
        {({ rankings: all }) => (
          <>
            <Rankings rankings={all} />
            <Source json={RANKINGS} files={false} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Shows a table with a row for each measure and a link for each ranking by it. */
function Rankings({ rankings }: { readonly rankings: readonly RankingLink[] }) {
  const measures = [...Map.groupBy(rankings, ({ measure }) => measure)];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section class="table-scroll rankings" aria-label="All rankings" tabIndex={0}>
      <table>
        <caption class="hidden">Rankings by measure and group</caption>
        <thead>
          <tr>
            <th scope="col">Ranked by</th>
            {GROUPS.map((group) => (
              <th scope="col" key={group}>
                {GROUP_TITLES[group]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {measures.map(([measure, of]) => {
            const { title, definition } = rankedMeasure(measure);
            const minimums = minimumsInWords(of[0]!.minimums);
            return (
              <tr key={measure}>
                <th scope="row">
                  <strong>{title}</strong>
                  <span class="soft">
                    {definition}
                    {minimums.length > 0 && ` Requires ${listed(minimums)}.`}
                  </span>
                </th>
                {GROUPS.map((group) => (
                  <td key={group}>
                    {of.some((ranking) => ranking.group === group) && (
                      <a href={rankingHref(group, measure)}>
                        {GROUP_TITLES[group]}
                        <span class="hidden"> by {title.toLowerCase()}</span>
                      </a>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
