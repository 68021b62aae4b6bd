import { gunzipSync } from 'node:zlib';
import { aliasOf, ENDPOINTS } from '../../../model/api/endpoints.ts';
import { MAX_DOCUMENT_BYTES } from '../../../model/api/limits.ts';
import { type Check, faultsOf, listed, problemFaults, unequal, wrongHeader } from '../check.ts';
import { documentChecks, type OpenApi } from '../contract.ts';
import { forAll } from '../http.ts';
import type { Served } from '../served.ts';

const YEARS = ENDPOINTS.years.path;
const NOT_THERE = '/v1/stats/year/x';
const HEADERS_OF_BOTH = ['content-type', 'etag', 'cache-control', 'access-control-allow-origin', 'vary'];

/** Applies a check to every document of the sample. */
const ofEach =
  (faults: (served: Served, path: string) => Promise<string[]>): Check['faults'] =>
  async (served) =>
    (await forAll(served.sample!.paths, (path) => faults(served, path))).flat();

/** Checks of documents, whatever their content. */
export const DOCUMENT_CHECKS: readonly Check[] = [
  {
    name: 'documents: the index and OpenAPI list the same paths',
    needs: ['release'],
    async faults({ ask, sample }) {
      const { openapi, paths } = JSON.parse((await ask(ENDPOINTS.openapi.path)).text) as OpenApi & {
        openapi: string;
      };
      const described = Object.keys(paths).toSorted().join(' ');
      return faultsOf(
        ENDPOINTS.openapi.path,
        /^3\.1\./.test(openapi) ? null : `it is OpenAPI ${openapi}`,
        unequal('the list of its paths', described, sample!.templates.toSorted().join(' ')),
      );
    },
  },
  {
    name: 'documents: each one matches its schema in OpenAPI',
    needs: ['release'],
    async faults({ ask, sample }) {
      const checks = documentChecks(JSON.parse((await ask(ENDPOINTS.openapi.path)).text) as OpenApi);
      const faults = await forAll(sample!.paths, async (path) =>
        checks.faultsOf(path, JSON.parse((await ask(path)).text)),
      );
      return faults.flat();
    },
  },
  {
    name: 'documents: GET returns the documented headers and at most 5 MB',
    needs: ['release'],
    faults: ofEach(async ({ ask, closed }, path) => {
      const reply = await ask(path);
      return faultsOf(
        path,
        unequal('its status', reply.status, 200),
        wrongHeader(reply, 'content-type', 'application/json'),
        wrongHeader(reply, 'cache-control', `${closed ? 'private' : 'public'}, max-age=300`),
        wrongHeader(reply, 'access-control-allow-origin', '*'),
        wrongHeader(reply, 'access-control-expose-headers', 'ETag'),
        wrongHeader(reply, 'etag', /^"[^"]+"$/),
        listed(reply.headers.vary).includes('Accept-Encoding') ? null : 'Vary does not list Accept-Encoding',
        reply.body.length <= MAX_DOCUMENT_BYTES ? null : `it has ${reply.body.length} bytes`,
      );
    }),
  },
  {
    name: 'documents: HEAD returns the headers of GET without a body',
    needs: ['release'],
    faults: ofEach(async ({ ask }, path) => {
      const [got, head] = [await ask(path), await ask(path, { method: 'HEAD' })];
      return faultsOf(
        `HEAD ${path}`,
        unequal('its status', head.status, 200),
        unequal('the length of its body', head.body.length, 0),
        ...HEADERS_OF_BOTH.map((name) => unequal(name, head.headers[name], got.headers[name])),
      );
    }),
  },
  {
    name: 'documents: If-None-Match with the current ETag returns 304',
    needs: ['release'],
    faults: ofEach(async ({ ask, closed }, path) => {
      const { etag = '' } = (await ask(path)).headers;
      const faults = ['GET', 'HEAD'].map(async (method) => {
        const reply = await ask(path, { method, headers: { 'If-None-Match': etag } });
        return faultsOf(
          `${method} ${path} with its ETag`,
          unequal('its status', reply.status, 304),
          unequal('the length of its body', reply.body.length, 0),
          wrongHeader(reply, 'etag', etag),
          wrongHeader(reply, 'access-control-allow-origin', '*'),
          wrongHeader(reply, 'cache-control', `${closed ? 'private' : 'public'}, max-age=300`),
        );
      });
      return (await Promise.all(faults)).flat();
    }),
  },
  {
    name: 'documents: If-None-Match follows RFC 9110: lists, weak tags and * match, another tag returns the document',
    needs: ['release'],
    onlyAws: true,
    async faults({ ask }) {
      const { etag = '' } = (await ask(YEARS)).headers;
      const cases: [string, number][] = [
        [`"other", ${etag}`, 304],
        [`W/${etag}`, 304],
        ['*', 304],
        ['"other"', 200],
        [etag.slice(1, -2), 200],
      ];
      const faults = await forAll(cases, async ([header, expected]) => {
        const { status, body } = await ask(YEARS, { headers: { 'If-None-Match': header } });
        return faultsOf(
          `${YEARS} with If-None-Match ${header}`,
          unequal('its status', status, expected),
          unequal('that it has a body', body.length > 0, expected === 200),
        );
      });
      const missing = await ask(NOT_THERE, { headers: { 'If-None-Match': '*' } });
      return [...faults.flat(), ...problemFaults(`${NOT_THERE} with If-None-Match *`, missing, 404)];
    },
  },
  {
    name: 'documents: gzip is sent to clients that accept it, with the same ETag, and to no others',
    needs: ['release'],
    onlyAws: true,
    async faults({ ask }) {
      const plain = await ask(YEARS, { headers: { 'Accept-Encoding': 'identity' } });
      const compressed = await forAll(['gzip', 'gzip, deflate, br'], async (accepted) => {
        const headers = { 'Accept-Encoding': accepted };
        const reply = await ask(YEARS, { headers });
        const etag = String(reply.headers.etag);
        const again = await ask(YEARS, { headers: { ...headers, 'If-None-Match': etag } });
        return faultsOf(
          `${YEARS} for ${accepted}`,
          wrongHeader(reply, 'content-encoding', 'gzip'),
          reply.headers['content-encoding'] === 'gzip'
            ? unequal(
                'that it decompresses to the document',
                gunzipSync(reply.body).toString() === plain.text,
                true,
              )
            : null,
          wrongHeader(reply, 'etag', String(plain.headers.etag)),
          unequal('its status for its own ETag', again.status, 304),
        );
      });
      const uncompressed = await forAll(['identity', 'gzip;q=0', 'compress'], async (accepted) => {
        const reply = await ask(YEARS, { headers: { 'Accept-Encoding': accepted } });
        return faultsOf(
          `${YEARS} for ${accepted}`,
          unequal('content-encoding', reply.headers['content-encoding'], undefined),
          unequal('that it is the uncompressed document', reply.text === plain.text, true),
        );
      });
      return [...compressed, ...uncompressed].flat();
    },
  },
  {
    name: 'documents: every path under /v1/stats has an alias under /stats with the same document and no redirect',
    needs: ['release'],
    async faults({ ask, sample }) {
      const aliased = sample!.paths.flatMap((path) => {
        const alias = aliasOf(path);
        return alias === null ? [] : [{ path, alias }];
      });
      const faults = await forAll(aliased, async ({ path, alias }) => {
        const [original, reply] = [await ask(path), await ask(alias)];
        const head = await ask(alias, { method: 'HEAD' });
        return faultsOf(
          alias,
          unequal('its status', reply.status, 200),
          unequal(`whether it equals ${path}`, reply.text === original.text, true),
          ...HEADERS_OF_BOTH.map((name) => unequal(name, reply.headers[name], original.headers[name])),
          unequal('the status of HEAD', head.status, 200),
        );
      });
      return faults.flat();
    },
  },
  {
    name: 'documents: a query string changes nothing',
    needs: ['release'],
    async faults({ ask }) {
      const [plain, queried] = [await ask(YEARS), await ask(`${YEARS}?prefix=x&versionId=1&acl`)];
      return faultsOf(
        `${YEARS} with a query`,
        unequal('its status', queried.status, 200),
        unequal('that it is the same', queried.text === plain.text, true),
      );
    },
  },
];
