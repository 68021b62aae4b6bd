import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { Source } from '../components/figure.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import {
  GROUP_TITLES,
  type RankingGroup,
  type RankingLink,
  rankedMeasure,
  rankingHref,
} from '../format/rankings.ts';

const RANKINGS = addressOf('/v1/stats/ranking');

/** Every ranking that there is. */
export default function RankingsPage() {
  const rankings = useDocument(RANKINGS);
  return (
    <Page
      title="Rankings"
      standfirst="Years, genres and production companies by every measure: the first hundred of each, and what it takes to be among them."
    >
      <Loaded of={rankings} what="the rankings">
        {({ rankings: all }) => (
          <>
            {[...Map.groupBy(all, ({ group }) => group)].map(([group, of]) => (
              <Group key={group} group={group} rankings={of} />
            ))}
            <Source json={RANKINGS} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface GroupProps {
  readonly group: RankingGroup;
  readonly rankings: readonly RankingLink[];
}

function Group({ group, rankings }: GroupProps) {
  return (
    <Section id={group} title={GROUP_TITLES[group]}>
      <ul class="rankings">
        {rankings.map(({ measure, description }) => (
          <li key={measure}>
            <a href={rankingHref(group, measure)}>{rankedMeasure(measure).title}</a>
            <span class="soft">{description}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
