import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { CodeSample } from '../components/code-sample.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Reference } from '../components/reference.tsx';
import { Section } from '../components/section.tsx';
import { samples } from '../format/samples.ts';

const OPENAPI = addressOf('/v1/openapi.json');

/** How to use the API: first steps, rules, and the reference, in which everything can be tried. */
export default function DocsPage() {
  const downloads = useDocument(addressOf('/v1/downloads'));
  const openapi = useDocument(OPENAPI);
  return (
    <Page
      title="The API"
      standfirst="Everything on this website comes from static JSON documents that are made anew with each month’s data. They are open to all: no key, and every origin may read them."
    >
      <Section
        id="first-use"
        title="First use"
        text={<p>These run as they are, against the server that has sent you this page.</p>}
      >
        <Loaded of={downloads} what="the addresses of the downloads">
          {({ tables }) => {
            const file = tables
              .find(({ name }) => name === 'genre_year')
              ?.files.find(({ format }) => format === 'parquet');
            return samples(location.origin, file?.path ?? '').map((sample) => (
              <CodeSample key={sample.title} {...sample} />
            ));
          }}
        </Loaded>
      </Section>
      <Section id="rules" title="What holds everywhere">
        <ul class="words">
          <li>
            Each document has an <code>ETag</code>, which changes only when the document does, and may be kept
            for five minutes. Ask with <code>If-None-Match</code>: the answer is 304 while yours is current.
          </li>
          <li>
            Errors are <code>application/problem+json</code> with <code>title</code>, <code>status</code> and{' '}
            <code>detail</code>: 404 for what isn’t there, 405 for other methods than GET and HEAD, 429 for
            too many requests.
          </li>
          <li>Version 1 only ever gains: new paths and fields may come, none goes or changes its meaning.</li>
          <li>
            Money is in US dollars as the dataset gives it, and 0 means unknown.{' '}
            <a href="/about">What the figures mean</a>
          </li>
          <li>
            Whole tables are quicker had as <a href="/downloads">downloads</a> than document by document.
          </li>
        </ul>
      </Section>
      <section class="wide" aria-labelledby="reference">
        <h2 id="reference">Reference</h2>
        <p class="note">
          Every path answers HEAD, too. The same as a file for your tools: <a href={OPENAPI}>openapi.json</a>
        </p>
        <Loaded of={openapi} what="the description of the API">
          {(document) => <Reference document={document} />}
        </Loaded>
      </section>
    </Page>
  );
}
