import { addressOf, type Stats, type Years } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import type { LoadDraw } from '../charts/drawing.ts';
import { Chart } from '../components/chart.tsx';
import { genreByYearColumns } from '../components/columns.tsx';
import { DataTable } from '../components/data-table.tsx';
import { MeasureFacts, ProfitNote } from '../components/facts.tsx';
import { Figure } from '../components/figure.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { MoneyFigure, ProfitFigure, ReleasesFigure } from '../components/year-figures.tsx';
import { genreCounts, lastKnownYears } from '../format/genres.ts';
import { count, counted } from '../format/numbers.ts';
import { releasedIn, shareKnown } from '../format/sentences.ts';

const STATS = addressOf('/v1/stats');
const YEARS = addressOf('/v1/stats/year');
const drawGenres: LoadDraw<Years['years']> = () => import('../charts/genre-by-year.ts');

/** All movies of all years at a glance, and the ways into everything else. */
export default function Overview() {
  const stats = useDocument(STATS);
  const years = useDocument(YEARS);
  return (
    <Page
      title="What movies cost, and what they took in"
      home
      standfirst={
        stats.state === 'ready' && years.state === 'ready' ? (
          <Standfirst stats={stats.document} years={years.document.years} />
        ) : (
          'What movies cost, what they took in, and what people watch: by release year, genre and production company.'
        )
      }
    >
      <Loaded of={stats} what="the headline figures">
        {(document) => (
          <>
            <MeasureFacts of={document} />
            <Ways stats={document} />
          </>
        )}
      </Loaded>
      {/* Before the first release there is neither, and it is said once. */}
      {!(stats.state === 'failed' && stats.problem.isNotFound) && (
        <Loaded of={years} what="the years">
          {(document) => (
            <AllYears years={document.years} stats={stats.state === 'ready' && stats.document} />
          )}
        </Loaded>
      )}
    </Page>
  );
}

function Standfirst({ stats, years }: { readonly stats: Stats; readonly years: Years['years'] }) {
  const dated = years.flatMap(({ year }) => (year === null ? [] : [year]));
  if (stats.movie_count === 0) return <>No month has been published with a movie in it yet.</>;
  return (
    <>
      What {counted(stats.movie_count, 'movie')}
      {releasedIn(dated)} cost, took in, and how popular {stats.movie_count === 1 ? 'it is' : 'they are'}.
      Both budget and revenue are known for {shareKnown(stats.movies_with_both, stats.movie_count)} of{' '}
      {stats.movie_count === 1 ? 'it' : 'them'}; every figure here says what it rests on.
    </>
  );
}

interface AllYearsProps {
  readonly years: Years['years'];
  readonly stats: Stats | false;
}

function AllYears({ years, stats }: AllYearsProps) {
  const undated = years.find(({ year }) => year === null);
  const figures = { of: 'of all movies', years, json: YEARS, file: 'years' };
  return (
    <>
      <Section
        id="money"
        title="Money"
        text={
          <>
            <p>
              Each year adds up the budgets and revenues of the movies released in it, in the dollars of their
              day.
            </p>
            {stats && <ProfitNote of={stats} />}
          </>
        }
      >
        <MoneyFigure {...figures} />
        <ProfitFigure {...figures} />
      </Section>
      <Section
        id="releases"
        title="Releases"
        text={
          <>
            <p>
              How many movies the dataset has of each year. Where the coloured part is small, sums of money
              rest on few movies.
            </p>
            {undated && (
              <p class="note">
                Not in the charts: <a href="/year/unknown">{counted(undated.movie_count, 'movie')}</a> without
                a release date. They count in the totals above.
              </p>
            )}
          </>
        }
      >
        <ReleasesFigure {...figures} />
      </Section>
      <MostPopularGenres years={years} />
    </>
  );
}

function MostPopularGenres({ years }: { readonly years: Years['years'] }) {
  const counts = genreCounts(years);
  const [first, second] = counts;
  if (first === undefined) return null;
  const latest = lastKnownYears(years, 5);
  return (
    <Section
      id="genres"
      title="The most popular genre"
      text={
        <>
          <p>
            Of each year’s genres, the one whose movies have the highest average popularity.{' '}
            <strong>{first.name}</strong> leads with {counted(first.years, 'year')}
            {second && `, ahead of ${second.name} with ${count(second.years)}`}. A genre of a single popular
            movie can win a year.
          </p>
          {latest.length > 0 && (
            <p class="note">
              Lately:{' '}
              {latest.map(({ year, genre }, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`/year/${year}`}>{year}</a> {genre.name}
                </>
              ))}
              .
            </p>
          )}
          <p>
            <a href="/genre">Compare genres over the years</a>
          </p>
        </>
      }
    >
      <Figure
        title="Years in which each genre was the most popular"
        subtitle="One mark a release year; the number of years at the right"
        json={YEARS}
        table={
          <DataTable
            caption="Most popular genre of each release year"
            columns={genreByYearColumns}
            rows={years}
            rowKey={({ year }) => year ?? 'unknown'}
            file="most-popular-genres.csv"
          />
        }
      >
        <Chart
          load={drawGenres}
          data={years}
          height={counts.length * 19 + 30}
          description={`A row for each of ${counts.length} genres with a mark in the years it leads. ${first.name} leads most often, in ${counted(first.years, 'year')}.`}
        />
      </Figure>
    </Section>
  );
}

function Ways({ stats }: { readonly stats: Stats }) {
  return (
    <nav class="ways-row" aria-label="Ways into the data">
      <a href="/year">
        <strong>Every year</strong> in one table, and each by itself
      </a>
      <a href="/genre">
        <strong>{counted(stats.genre_count, 'genre')}</strong> to compare over the years
      </a>
      <a href="/company">
        <strong>{counted(stats.company_count, 'company', 'companies')}</strong> to search
      </a>
      <a href="/ranking">
        <strong>Rankings</strong> of all of these by every measure
      </a>
      <a href="/downloads">
        <strong>Downloads</strong> and an <strong>API</strong> for your own questions
      </a>
    </nav>
  );
}
