import type {
  CompaniesDocument,
  DecadesDocument,
  GenresDocument,
  IndexDocument,
  YearsDocument,
} from '../../model/api/documents.ts';
import { ENDPOINTS, pathOf, UNKNOWN_YEAR } from '../../model/api/endpoints.ts';
import type { Ask, Reply } from './http.ts';

/** Some documents of a release, found in its lists: at least one of every kind. */
export interface Sample {
  /** Paths of existing documents. */
  readonly paths: readonly string[];
  /** The path templates of the index. */
  readonly templates: readonly string[];
  /** Values of the release; null if it has none. */
  readonly year: string | null;
  readonly genre: string | null;
  readonly company: string | null;
  /** The number of pages of the company list. */
  readonly pages: number;
  /** Every year of the release. */
  readonly years: readonly string[];
}

/** The number of sampled documents of each kind. */
const OF_A_KIND = 3;

/** Reads the lists of the release with this index. @throws Error if a list is not a 200 */
export async function sampleOf(index: Reply, ask: Ask): Promise<Sample> {
  const read = async <Document>(path: string): Promise<Document> => {
    const { status, text } = await ask(path);
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as Document;
  };
  const templates = (JSON.parse(index.text) as IndexDocument).paths.map(({ path }) => path);
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

/** Returns the first, the middle and the last value. */
function some<Value>(values: readonly Value[]): Value[] {
  const places = Array.from({ length: OF_A_KIND }, (_, at) =>
    Math.round((at * (values.length - 1)) / (OF_A_KIND - 1)),
  );
  return [...new Set(places)].map((place) => values[place]).filter((value) => value !== undefined);
}
