import { MEASURES } from '../format/measures.ts';
import {
  GROUP_TITLES,
  type RankedMeasure,
  type RankingGroup,
  rankedMeasure,
  rankingHref,
} from '../format/rankings.ts';

const MEASURE_ORDER: readonly RankedMeasure[] = [
  ...(Object.keys(MEASURES) as RankedMeasure[]),
  'return_on_budget',
];

interface RankingSwitchProps {
  readonly group: RankingGroup;
  readonly measure: RankedMeasure;
}

/** Shows links to the rankings of other groups by the same measure and of the same group by other measures. */
export function RankingSwitch({ group, measure }: RankingSwitchProps) {
  return (
    <nav class="ranking-switch" aria-label="Other rankings">
      <ul>
        {(Object.keys(GROUP_TITLES) as RankingGroup[]).map((other) => (
          <li key={other}>
            <a href={rankingHref(other, measure)} aria-current={other === group ? 'page' : undefined}>
              {GROUP_TITLES[other]}
              <span class="hidden"> by {rankedMeasure(measure).title.toLowerCase()}</span>
            </a>
          </li>
        ))}
      </ul>
      <ul>
        {MEASURE_ORDER.map((other) => (
          <li key={other}>
            <a href={rankingHref(group, other)} aria-current={other === measure ? 'page' : undefined}>
              {rankedMeasure(other).title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
