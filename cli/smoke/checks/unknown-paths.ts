import { type Check, faultsOf, problemFaults, unequal } from '../check.ts';
import { forAll, type Reply } from '../http.ts';
import type { Sample } from '../sample.ts';
import type { Served } from '../served.ts';

/** Paths without a document in any release: each must be a 404. */
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
    MISSING,
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

/** Paths that try to reach another object, or that a proxy could normalize to another path. */
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

/** Malformed escapes, which CloudFront or API Gateway may reject by themselves. */
const MALFORMED = ['%', '%zz', '%2', '%ff', '%c0%ae'].map((segment) => `/v1/stats/company/${segment}`);

/** Paths of other objects in the bucket, and of files that a server might expose. */
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

/** A company id that no release has. */
const MISSING = '/v1/stats/company/999999999999999';

const SECRETS = /run_id|movie_count|"dependencies"|root:|<\?xml/;

/** Statuses with which CloudFront and API Gateway may reject an invalid path. */
const REFUSED = [400, 403, 404, 414];

/** Returns the faults of the response to a path that must not reach any object. On AWS, CloudFront or API Gateway may respond. */
function unreachableFaults({ emulated }: Served, path: string, reply: Reply): string[] {
  if (emulated) return problemFaults(path, reply, 404);
  return faultsOf(
    path,
    REFUSED.includes(reply.status) ? null : `answers ${reply.status}: ${reply.text.slice(0, 120)}`,
    unequal('x-injected', reply.headers['x-injected'], undefined),
    SECRETS.test(reply.text) ? `it reveals: ${reply.text.slice(0, 120)}` : null,
  );
}

const unreachable =
  (paths: (served: Served) => readonly string[]): Check['faults'] =>
  async (served) =>
    (
      await forAll(paths(served), async (path) => unreachableFaults(served, path, await served.ask(path)))
    ).flat();

/**
 * The first check: a missing document returns 404. If a role may not list the bucket, S3 returns 403 instead of 404 for a missing
 * key. Every 404 of the API is then wrong, and the plan step of the first run fails for the same reason.
 */
export const MISSING_KEY_CHECK: Check = {
  name: 'unknown paths: the path of a document that does not exist is a 404, never a 403',
  needs: [],
  async faults({ ask }) {
    const reply = await ask(MISSING);
    return [
      ...problemFaults(MISSING, reply, 404),
      ...(reply.status === 403 ? [`${MISSING}: the role of the API needs s3:ListBucket on the bucket`] : []),
    ];
  },
};

/** Checks of paths that do not exist or must not be reachable. */
export const UNKNOWN_PATH_CHECKS: readonly Check[] = [
  {
    name: "unknown paths: paths without a document are the API's 404, for GET and HEAD",
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
    name: 'unknown paths: dots, slashes, line ends and other escapes in a parameter reach nothing',
    needs: ['release'],
    onlyAws: true,
    faults: unreachable(({ sample }) => tricks(sample!)),
  },
  {
    name: 'unknown paths: a malformed escape is rejected',
    needs: [],
    onlyAws: true,
    faults: unreachable(() => MALFORMED),
  },
  {
    name: 'unknown paths: no other object of the bucket can be read',
    needs: [],
    onlyAws: true,
    faults: unreachable(() => ELSEWHERE),
  },
];
