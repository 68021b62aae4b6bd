import { type Check, faultsOf, problemFaults, unequal } from '../check.ts';
import { forAll, type Reply } from '../http.ts';
import type { Sample } from '../sample.ts';
import type { Served } from '../served.ts';

/** Paths that nothing is at, whatever was released: by the contract each is a 404. */
function unknownPaths({ year, genre, company, pages, years }: Sample): string[] {
  const noYear = Array.from({ length: 9_999 }, (_, at) => String(at + 1)).find(
    (other) => !years.includes(other),
  );
  return [
    '/v1/nope',
    '/v1/stats/nope',
    '/v2/stats',
    '/stats/nope',
    '/stats/genre/no-such-genre',
    '/stats/company/page',
    `/v1/stats/year/${noYear}`,
    `/v1/stats/year/0${year}`,
    '/v1/stats/year/x',
    ...(years.includes('unknown') ? [] : ['/v1/stats/year/unknown']),
    '/v1/stats/genre/no-such-genre',
    `/v1/stats/genre/${genre?.toUpperCase()}`,
    '/v1/stats/company/999999999999999',
    `/v1/stats/company/0${company}`,
    '/v1/stats/company/page/0',
    `/v1/stats/company/page/${pages + 1}`,
    '/v1/stats/company/page/x',
    '/v1/stats/company/page',
    '/v1/stats/company/search/zqzqzqzqzq',
    '/v1/stats/company/search/P',
    '/v1/stats/company/search/p-',
    `/v1/stats/company/search/${'p'.repeat(25)}`,
    '/v1/stats/ranking/year/most-money',
    '/v1/stats/ranking/year/total_revenue',
    '/v1/stats/ranking/movie/total-revenue',
    '/v1/stats/ranking/year',
    `/v1/stats/year/${year}/x`,
    `/v1/stats/year/${year}.json`,
    '/v1/stats.json',
    '/v1/index.json',
    '/v1/index',
    '/v1/status.json',
    '/v1/openapi',
    '/V1/STATS',
  ];
}

/** Paths that try to lead elsewhere, or that some reader on the way could take for another one. */
function tricks({ year, company }: Sample): string[] {
  return [
    '/v1/stats/company/search%2fp',
    '/v1/stats/year/..',
    '/v1/stats/company/.',
    '/v1/stats/year/%2e%2e',
    '/v1/stats/year/%2e%2e%2fstatus',
    '/v1/stats/genre/..%2f..%2fstats',
    '/v1/stats/company/page%2f1',
    '/v1/stats/company/..%2f..%2f..%2f..%2fslots%2fblue',
    '/v1/stats/company/..%2F..%2F..%2F..%2F..%2Fmonths%2F2026-10',
    '/v1/stats/company/..%5c..%5cstatus',
    '/v1/stats/company/page%252f1',
    '/v1/stats/company/%00',
    `/v1/stats/company/${company}%00`,
    `/v1/stats/company/${company}%0a`,
    `/v1/stats/company/${company}%0d%0aX-Injected:%20yes`,
    `/v1/stats/company/${company}%20`,
    `/v1/stats/company/${company}+`,
    '/v1/stats/company/%25',
    '/v1/stats/company/%2533',
    `/v1/stats/company/${company}%3fversionId=1`,
    `/v1/stats/company/${company}%23`,
    '/v1/stats/company/%EF%BC%93',
    '/v1/stats/company/%7Bid%7D',
    '/v1/stats/company/$%7BstageVariables.slot%7D',
    `/v1/stats/company/${'3'.repeat(2_000)}`,
    `/v1/stats/year/${year}%2f`,
  ];
}

/** Escapes that are none: what stands before the API may refuse them by itself. */
const MALFORMED = ['%', '%zz', '%2', '%ff', '%c0%ae'].map((segment) => `/v1/stats/company/${segment}`);

/** Where else in the bucket, or on a server, something could lie. */
const ELSEWHERE = [
  '/v1/../slots/blue.json',
  '/v1/stats/../../slots/blue.json',
  '/v1/%2e%2e/slots/blue.json',
  '/slots/blue.json',
  '/months/2026-10.json',
  '/v1/months/2026-10.json',
  '/api_endpoints/blue/v1/stats.json',
  '/api_endpoints/green/v1/stats.json',
  '/blue/v1/stats.json',
  '/live/v1/stats',
  '/locks/run.json',
  '/cdn-cgi/local/r2/s3',
  '/..%2f..%2fpackage.json',
  '/../package.json',
  '/%2e%2e/%2e%2e/etc/passwd',
];

const SECRETS = /run_id|movie_count|"dependencies"|root:|<\?xml/;

/** CloudFront and API Gateway may refuse by themselves what is no proper path, in words of their own. */
const REFUSED = [400, 403, 404, 414];

/** The faults of the answer to a path that leads nowhere. On AWS it may come from what stands before the API. */
function nowhereFaults({ emulated }: Served, path: string, reply: Reply): string[] {
  if (emulated) return problemFaults(path, reply, 404);
  return faultsOf(
    path,
    REFUSED.includes(reply.status) ? null : `answers ${reply.status}: ${reply.text.slice(0, 120)}`,
    unequal('x-injected', reply.headers['x-injected'], undefined),
    SECRETS.test(reply.text) ? `it gives away: ${reply.text.slice(0, 120)}` : null,
  );
}

const nowhere =
  (paths: (served: Served) => readonly string[]): Check['faults'] =>
  async (served) =>
    (await forAll(paths(served), async (path) => nowhereFaults(served, path, await served.ask(path)))).flat();

/** What isn't there, and what must never be reached. */
export const UNKNOWN_PATH_CHECKS: readonly Check[] = [
  {
    name: 'unknown paths: whatever is not there is a 404 of the API, for GET and HEAD',
    needs: ['release'],
    async faults({ ask, sample }) {
      const faults = await forAll(unknownPaths(sample!), async (path) => {
        const head = await ask(path, { method: 'HEAD' });
        return [
          ...problemFaults(path, await ask(path), 404),
          ...faultsOf(
            `HEAD ${path}`,
            unequal('its status', head.status, 404),
            unequal('the length of its body', head.body.length, 0),
          ),
        ];
      });
      return faults.flat();
    },
  },
  {
    name: 'unknown paths: dots, slashes, line ends and other escapes in a parameter lead nowhere',
    needs: ['release'],
    onlyAws: true,
    faults: nowhere(({ sample }) => tricks(sample!)),
  },
  {
    name: 'unknown paths: an escape that is none is refused',
    needs: [],
    onlyAws: true,
    faults: nowhere(() => MALFORMED),
  },
  {
    name: 'unknown paths: nothing else in the bucket can be read',
    needs: [],
    onlyAws: true,
    faults: nowhere(() => ELSEWHERE),
  },
];
