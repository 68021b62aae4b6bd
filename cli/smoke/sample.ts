import type {
  CompaniesDocument,
  DecadesDocument,
  GenresDocument,
  IndexDocument,
  YearsDocument,
} from '../../model/api/documents.ts';
import { ENDPOINTS, pathOf, UNKNOWN_YEAR } from '../../model/api/endpoints.ts';
import type { Ask } from './http.ts';

/** Some documents of a release, found by following its lists: at least one of every kind that it has. */
export interface Sample {
  /** Paths that answer. */
  readonly paths: readonly string[];
  /** The templates that the index names. */
  readonly templates: readonly string[];
  /** Values that the release has; null where it has none. */
  readonly year: string | null;
  readonly genre: string | null;
  readonly company: string | null;
  /** How many pages the list of companies has. */
  readonly pages: number;
  /** Every year of the release. */
  readonly years: readonly string[];
}

/** How many documents of a kind are looked at. */
const OF_A_KIND = 3;

/** Follows the lists of the release; null where none is served. @throws Error where the index answers otherwise */
export async function sampleOf(ask: Ask): Promise<Sample | null> {
  const found = await ask(ENDPOINTS.index.path);
  if (found.status === 404) return null;
  if (found.status !== 200) {
    throw new Error(`${ENDPOINTS.index.path} answers ${found.status}: ${found.text.slice(0, 200)}`);
  }
  const read = async <Document>(path: string): Promise<Document> => {
    const { status, text } = await ask(path);
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as Document;
  };
  const templates = (JSON.parse(found.text) as IndexDocument).paths.map(({ path }) => path);
  const years = (await read<YearsDocument>(ENDPOINTS.years.path)).years.map(({ year }) =>
    year === null ? UNKNOWN_YEAR : String(year),
  );
  const decades = (await read<DecadesDocument>(ENDPOINTS.decades.path)).decades.map(
    ({ decade }) => decade ?? UNKNOWN_YEAR,
  );
  const genres = (await read<GenresDocument>(ENDPOINTS.genres.path)).genres.map(({ slug }) => slug);
  const { companies, pages } = await read<CompaniesDocument>(ENDPOINTS.companies.path);
  const ids = companies.map(({ id }) => String(id));
  const { rankings } = await read<{ rankings: { group: string; path: string }[] }>(ENDPOINTS.rankings.path);
  const { continued } = await read<{ continued: string[] }>(ENDPOINTS.companySearch.path);
  const firsts = [...new Set(companies.map(({ name }) => /^[a-z0-9]/.exec(name.toLowerCase())?.[0]))];
  const prefixes = [...firsts.filter((first) => first !== undefined), ...continued];
  return {
    templates,
    paths: [
      ...templates.filter((path) => !path.includes('{')),
      ...some(years).map((year) => pathOf(ENDPOINTS.year, year)),
      ...some(decades).map((decade) => pathOf(ENDPOINTS.decade, decade)),
      ...some(genres).map((slug) => pathOf(ENDPOINTS.genre, slug)),
      ...some(ids).map((id) => pathOf(ENDPOINTS.company, id)),
      ...new Set([1, Number(pages)].map((page) => pathOf(ENDPOINTS.companyPage, page))),
      ...some(prefixes).map((prefix) => pathOf(ENDPOINTS.companySearchShard, prefix)),
      ...new Map(rankings.map(({ group, path }) => [group, path])).values(),
    ],
    year: years.find((year) => year !== UNKNOWN_YEAR) ?? null,
    genre: genres[0] ?? null,
    company: ids[0] ?? null,
    pages: Number(pages),
    years,
  };
}

/** The first, the last, and one between. */
function some<Value>(values: readonly Value[]): Value[] {
  const places = Array.from({ length: OF_A_KIND }, (_, at) =>
    Math.round((at * (values.length - 1)) / (OF_A_KIND - 1)),
  );
  return [...new Set(places)].map((place) => values[place]).filter((value) => value !== undefined);
}
