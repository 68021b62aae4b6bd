import { addressOf, type DocumentAt } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { bytes, counted } from '../format/numbers.ts';

const DOWNLOADS = addressOf('/v1/downloads');

type Downloads = DocumentAt<'/v1/downloads'>;
type Table = Downloads['tables'][number];
type TableColumn = Table['columns'][number];

/** Lists the downloads. */
export default function DownloadsPage() {
  const downloads = useDocument(DOWNLOADS);
  return (
    <Page
      title="Downloads"
      standfirst="All tables behind the figures of this website as CSV for spreadsheets and as Parquet for other programs. The content at a file’s address never changes; a new version has a new address."
    >
      <Loaded of={downloads} what="the downloads">
        {(document) => <AllDownloads downloads={document} />}
      </Loaded>
    </Page>
  );
}

function AllDownloads({ downloads }: { readonly downloads: Downloads }) {
  const { licence, notes, tables } = downloads;
  return (
    <>
      <nav class="contents" aria-label="On this page">
        <ul>
          {tables.map(({ name, title, rows }) => (
            <li key={name}>
              <a href={`#${name}`}>{title}</a> <span class="soft">{counted(rows, 'row')}</span>
            </li>
          ))}
          <li>
            <a href="#notes">Notes on the data</a>
          </li>
          <li>
            <a href="#licence">Licence</a>
          </li>
        </ul>
      </nav>
      {tables.map((table) => (
        <OneTable key={table.name} table={table} />
      ))}
      <Section id="notes" title="Notes on the data">
        <ul class="words">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Section>
      <Section id="licence" title="Licence">
        <p>
          <a href={licence.url} rel="license">
            {licence.name}
          </a>
        </p>
        <p>{licence.text}</p>
      </Section>
      <p class="source">
        This list as <a href={DOWNLOADS}>JSON</a>
      </p>
    </>
  );
}

const COLUMNS: readonly Column<TableColumn>[] = [
  { key: 'name', title: 'Column', value: ({ name }) => name, show: ({ name }) => <code>{name}</code> },
  { key: 'type', title: 'Type', value: ({ type }) => type, show: ({ type }) => <code>{type}</code> },
  { key: 'unit', title: 'Unit', value: ({ unit }) => unit, show: ({ unit }) => unit ?? '' },
  { key: 'description', title: 'Description', long: true, value: ({ description }) => description },
];

function OneTable({ table }: { readonly table: Table }) {
  const { name, title, description, rows, columns, files } = table;
  return (
    <Section
      id={name}
      title={title}
      text={
        <>
          <p>{description}</p>
          <p class="note">
            {counted(rows, 'row')}, {counted(columns.length, 'column')}
          </p>
        </>
      }
    >
      <ul class="files">
        {files.map(({ format, name: file, path, bytes: size, sha256 }) => (
          <li key={format}>
            <a href={path} download={file}>
              {file}
            </a>{' '}
            {bytes(size)}
            <details class="soft sum">
              <summary>
                SHA-256 <code>{sha256.slice(0, 12)}…</code>
              </summary>
              <code>{sha256}</code>
            </details>
          </li>
        ))}
      </ul>
      <details class="figure-table">
        <summary>Columns of {name}</summary>
        <DataTable
          caption={`Columns of ${title}`}
          captionHidden
          columns={COLUMNS}
          rows={columns}
          rowKey={({ name: column }) => column}
          sortable={false}
          file={`${name}-columns.csv`}
        />
      </details>
    </Section>
  );
}
