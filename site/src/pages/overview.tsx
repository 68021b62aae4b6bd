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
import { genreCounts, lastKnownYears, sampleSize } from '../format/genres.ts';
import { count, counted } from '../format/numbers.ts';
import { releasedIn, shareKnown } from '../format/sentences.ts';

const STATS = addressOf('/v1/stats');
const YEARS = addressOf('/v1/stats/year');
const drawGenres: LoadDraw<Years['years']> = () => import('../charts/genre-by-year.ts');

/** Shows the figures of all movies and links to the other pages. */
export default function Overview() {
  const stats = useDocument(STATS);
  const years = useDocument(YEARS);
  return (
    <Page
      title="Budgets, revenues and popularity of movies"
      home
      standfirst={
        stats.state === 'ready' && years.state === 'ready' ? (
          <Standfirst stats={stats.document} years={years.document.years} />
        ) : (
          'Figures by release year, genre and production company.'
        )
      }
    >
      <Loaded of={stats} what="the headline figures">
        {(document) => (
          <>
            <MeasureFacts of={document} />
            <Destinations stats={document} />
          </>
        )}
      </Loaded>
      {/* Before the first release neither document exists, and one notice is enough. */}
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
  if (stats.movie_count === 0) return <>The published data has no movies yet.</>;
  return (
    <>
      The data has {counted(stats.movie_count, 'movie')}
      {releasedIn(dated)}. Both budget and revenue are known for{' '}
      {shareKnown(stats.movies_with_both, stats.movie_count)} of the movies. Each sum of money states how many
      movies it includes.
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
              The known budgets and revenues of all movies, summed by release year, in US dollars of that
              year.
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
              The number of movies in the dataset by release year. Where the coloured part is small, sums of
              money include few movies.
            </p>
            {undated && (
              <p class="note">
                Not in the charts: <a href="/year/unknown">{counted(undated.movie_count, 'movie')}</a> without
                a release date. The totals above include them.
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
            The most popular genre of a release year is the genre with the highest average popularity of its
            movies. <strong>{first.name}</strong> is first in {counted(first.years, 'year')}
            {second && `, followed by ${second.name} in ${count(second.years)}`}. Many of these genres have
            few movies in the year: n is the number of movies.
          </p>
          {latest.length > 0 && (
            <p class="note">
              Latest years:{' '}
              {latest.map(({ year, genre }, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`/year/${year}`}>{year}</a> {genre.name} {sampleSize(genre)}
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
        title="Release years in which each genre was the most popular"
        subtitle="One mark per release year; number of years on the right"
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
          description={`Chart with a row for each of ${counted(counts.length, 'genre')} and a mark in each release year in which the genre was the most popular. ${first.name} was the most popular in ${counted(first.years, 'year')}, more than any other genre.`}
        />
      </Figure>
    </Section>
  );
}

function Destinations({ stats }: { readonly stats: Stats }) {
  return (
    <nav class="ways-row" aria-label="Pages">
      <a href="/year">
        <strong>All release years</strong> in one table
      </a>
      <a href="/genre">
        <strong>{counted(stats.genre_count, 'genre')}</strong> to compare over the years
      </a>
      <a href="/company">
        <strong>{counted(stats.company_count, 'production company', 'production companies')}</strong> to
        search
      </a>
      <a href="/ranking">
        <strong>Rankings</strong> of years, genres and companies by every measure
      </a>
      <a href="/downloads">
        <strong>Downloads</strong> of all tables as CSV and Parquet
      </a>
    </nav>
  );
}
