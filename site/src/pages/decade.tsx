import { useRoute } from 'preact-iso';
import { addressOf, type Decade } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { measureColumns, yearColumn } from '../components/columns.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { MeasureFacts, ProfitNote } from '../components/facts.tsx';
import { Source } from '../components/figure.tsx';
import { LoadedPage } from '../components/loaded-page.tsx';
import { Neighbours } from '../components/neighbours.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { MoneyFigure, PopularityFigure, ProfitFigure, ReleasesFigure } from '../components/year-figures.tsx';
import { counted } from '../format/numbers.ts';
import { coverage, decadeHref, decadeName } from '../format/sentences.ts';

type YearRow = Decade['years'][number];

const YEARS: readonly Column<YearRow>[] = [yearColumn(), ...measureColumns<YearRow>()];

/** Shows a decade. */
export default function DecadePage() {
  const value = useRoute().params.decade!;
  const address = addressOf('/v1/stats/decade/{decade}', value);
  return (
    <LoadedPage
      of={useDocument(address)}
      what={`the decade ${value}`}
      title={`Decade ${value}`}
      missing={`The data has no movies released in the ${decadeName(Number(value))}.`}
    >
      {(decade) => <OneDecade decade={decade} address={address} />}
    </LoadedPage>
  );
}

function OneDecade({ decade, address }: { readonly decade: Decade; readonly address: string }) {
  const name = decadeName(decade.decade);
  const file = `decade-${decade.decade}`;
  const figures = { of: `of the ${name}`, years: decade.years, json: address, file };
  return (
    <Page
      above={
        <>
          <a href="/decade">Decades</a>
          <DecadeNeighbours decade={decade.decade} />
        </>
      }
      title={name}
      standfirst={`The data has ${counted(decade.movie_count, 'movie')} released in the ${name}. ${coverage(decade)}`}
    >
      <MeasureFacts of={decade} />
      <Section id="years" title="Release years">
        <DataTable
          caption={`Release years of the ${name}`}
          captionHidden
          columns={YEARS}
          rows={decade.years}
          rowKey={({ year }) => year ?? 'unknown'}
          file={`${file}-years.csv`}
        />
        <Source json={address} />
      </Section>
      <Section id="money" title="Money" text={<ProfitNote of={decade} />}>
        <MoneyFigure {...figures} />
        <ProfitFigure {...figures} />
      </Section>
      <Section id="releases" title="Releases and popularity">
        <ReleasesFigure {...figures} />
        <PopularityFigure {...figures} />
      </Section>
    </Page>
  );
}

/** Shows links to the previous and the next decade of the data. */
function DecadeNeighbours({ decade }: { readonly decade: number | null }) {
  const decades = useDocument(addressOf('/v1/stats/decade'));
  if (decades.state !== 'ready') return null;
  const entries = decades.document.decades.map((row) => ({
    href: decadeHref(row.decade),
    name: decadeName(row.decade),
  }));
  return <Neighbours label="Previous and next decade" entries={entries} current={decadeHref(decade)} />;
}
