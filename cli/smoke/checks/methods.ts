import { ALL_ENDPOINTS, aliasOf } from '../../../model/api/endpoints.ts';
import { type Check, faultsOf, listed, problemFaults, unequal, wrongHeader } from '../check.ts';
import { forAll } from '../http.ts';

const METHODS = ['GET', 'HEAD', 'OPTIONS'];
const OTHERS = ['POST', 'PUT', 'DELETE', 'PATCH'];
const UNKNOWN = '/v1/nope';

/** One path of every endpoint. Its document need not exist, because API Gateway checks methods first. */
const KINDS = ALL_ENDPOINTS.flatMap(({ example }) => [example, aliasOf(example)]).filter(
  (path) => path !== null,
);

/** Checks of methods other than GET and HEAD. */
export const METHOD_CHECKS: readonly Check[] = [
  {
    name: 'methods: a known path answers other methods with 405 and Allow',
    needs: [],
    async faults({ ask }) {
      const faults = await forAll(
        KINDS.flatMap((path) => OTHERS.map((method) => ({ path, method }))),
        async ({ path, method }) => {
          const reply = await ask(path, { method });
          const asked = `${method} ${path}`;
          return [
            ...problemFaults(asked, reply, 405),
            ...faultsOf(
              asked,
              unequal('Allow', listed(reply.headers.allow).toSorted().join(' '), METHODS.join(' ')),
            ),
          ];
        },
      );
      return faults.flat();
    },
  },
  {
    name: 'methods: a known path answers preflight requests of any origin',
    needs: [],
    async faults({ ask }) {
      const faults = await forAll(KINDS, async (path) => {
        const reply = await ask(path, {
          method: 'OPTIONS',
          headers: {
            Origin: 'https://example.org',
            'Access-Control-Request-Method': 'GET',
            'Access-Control-Request-Headers': 'if-none-match',
          },
        });
        const allowed = listed(reply.headers['access-control-allow-methods']);
        const headers = listed(reply.headers['access-control-allow-headers']?.toLowerCase());
        return faultsOf(
          `OPTIONS ${path}`,
          [200, 204].includes(reply.status) ? null : `answers ${reply.status}`,
          wrongHeader(reply, 'access-control-allow-origin', '*'),
          ['GET', 'HEAD'].every((method) => allowed.includes(method)) ? null : `it allows ${allowed}`,
          headers.includes('if-none-match') ? null : `it allows the headers ${headers}`,
        );
      });
      return faults.flat();
    },
  },
  {
    name: 'methods: an unknown path is a 404 for every method',
    needs: [],
    async faults({ ask }) {
      const faults = await forAll([...OTHERS, 'OPTIONS'], async (method) =>
        problemFaults(`${method} ${UNKNOWN}`, await ask(UNKNOWN, { method }), 404),
      );
      return faults.flat();
    },
  },
];
