import { addressOf } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { CodeSample } from '../components/code-sample.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Reference } from '../components/reference.tsx';
import { Section } from '../components/section.tsx';
import { samples } from '../format/samples.ts';

const OPENAPI = addressOf('/v1/openapi.json');

/** Shows the documentation of the API: samples, rules and the interactive reference. */
export default function DocsPage() {
  const downloads = useDocument(addressOf('/v1/downloads'));
  const openapi = useDocument(OPENAPI);
  return (
    <Page
      title="The API"
      standfirst="All figures on this website come from static JSON documents, which are updated with each month’s data. The API requires no key and accepts requests from every origin."
    >
      <Section
        id="first-use"
        title="First use"
        text={<p>These samples run without changes against the server of this page.</p>}
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
      <Section id="rules" title="General rules">
        <ul class="words">
          <li>
            Each document has an <code>ETag</code>, which changes only when the document changes, and may be
            cached for five minutes. A request with <code>If-None-Match</code> returns 304 while the cached
            copy is current.
          </li>
          <li>
            Errors are <code>application/problem+json</code> with <code>title</code>, <code>status</code> and{' '}
            <code>detail</code>: 404 if a document does not exist, 405 for methods other than GET and HEAD,
            429 for too many requests.
          </li>
          <li>
            Version 1 is stable: paths and fields may be added, but none is removed or changes its meaning.
          </li>
          <li>
            Money is in US dollars as given in the dataset, and 0 means unknown.{' '}
            <a href="/about">About the figures</a>
          </li>
          <li>
            For whole tables, the <a href="/downloads">downloads</a> are faster than many requests for
            documents.
          </li>
        </ul>
      </Section>
      <section class="wide" aria-labelledby="reference">
        <h2 id="reference">Reference</h2>
        <p class="note">
          Every path also supports HEAD. The OpenAPI description as a file: <a href={OPENAPI}>openapi.json</a>
        </p>
        <Loaded of={openapi} what="the description of the API">
          {(document) => <Reference document={document} />}
        </Loaded>
      </section>
    </Page>
  );
}
