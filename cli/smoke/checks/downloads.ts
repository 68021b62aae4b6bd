import { createHash } from 'node:crypto';
import { ENDPOINTS } from '../../../model/api/endpoints.ts';
import { type Check, faultsOf, problemFaults, unequal, wrongHeader } from '../check.ts';
import type { Served } from '../served.ts';

interface File {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly media_type: string;
}

/** The maximum size of files that are downloaded. For larger files only the size is checked. */
const FETCHED_BYTES = 20_000_000;

async function filesOf({ ask }: Served): Promise<File[]> {
  const { tables } = JSON.parse((await ask(ENDPOINTS.downloads.path)).text) as {
    tables: readonly { files: readonly File[] }[];
  };
  return tables.flatMap(({ files }) => files);
}

/** Checks of the files that `/v1/downloads` lists. Only the website's distribution serves them. */
export const DOWNLOAD_CHECKS: readonly Check[] = [
  {
    name: 'downloads: every listed file has the listed size and SHA-256',
    needs: ['release', 'website'],
    async faults(served) {
      const faults: string[] = [];
      for (const { path, name, bytes, sha256, media_type } of await filesOf(served)) {
        const whole = bytes <= FETCHED_BYTES;
        const reply = await served.ask(path, {
          method: whole ? 'GET' : 'HEAD',
          headers: { Origin: 'https://example.org' },
        });
        faults.push(
          ...faultsOf(
            path,
            unequal('its status', reply.status, 200),
            unequal('its bytes', whole ? reply.body.length : Number(reply.headers['content-length']), bytes),
            whole
              ? unequal('its SHA-256', createHash('sha256').update(reply.body).digest('hex'), sha256)
              : null,
            wrongHeader(reply, 'content-type', media_type),
            wrongHeader(reply, 'content-disposition', `attachment; filename="${name}"`),
            wrongHeader(reply, 'cache-control', 'public, max-age=31536000, immutable'),
            wrongHeader(reply, 'access-control-allow-origin', '*'),
            wrongHeader(reply, 'x-content-type-options', 'nosniff'),
            wrongHeader(reply, 'strict-transport-security', 'max-age=31536000'),
          ),
        );
      }
      return faults;
    },
  },
  {
    name: 'downloads: ranges, HEAD and cross-origin requests work',
    needs: ['release', 'website'],
    async faults(served) {
      const { path, bytes } = (await filesOf(served)).find(({ name }) => name.endsWith('.parquet'))!;
      const part = await served.ask(path, { headers: { Range: 'bytes=-4' } });
      const head = await served.ask(path, { method: 'HEAD' });
      const preflight = await served.ask(path, {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://example.org',
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'range',
        },
      });
      return [
        ...faultsOf(
          `the last bytes of ${path}`,
          unequal('their status', part.status, 206),
          unequal('the bytes', part.text, 'PAR1'),
          wrongHeader(part, 'content-range', `bytes ${bytes - 4}-${bytes - 1}/${bytes}`),
        ),
        ...faultsOf(
          `HEAD ${path}`,
          unequal('its status', head.status, 200),
          wrongHeader(head, 'content-length', String(bytes)),
          unequal('the length of its body', head.body.length, 0),
        ),
        ...faultsOf(
          `OPTIONS ${path}`,
          unequal('its status', preflight.status, 204),
          wrongHeader(preflight, 'access-control-allow-origin', '*'),
          wrongHeader(preflight, 'access-control-allow-headers', /Range/),
        ),
      ];
    },
  },
  {
    name: "downloads: another name or hash is the API's 404, not an error of S3",
    needs: ['release', 'website'],
    onlyAws: true,
    async faults(served) {
      const { path, name, sha256 } = (await filesOf(served))[0]!;
      const other = sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
      const paths = [path.replace(sha256, other), path.replace(name, `x_${name}`), `${path}/`];
      const faults = await Promise.all(
        paths.map(async (missing) => problemFaults(missing, await served.ask(missing), 404)),
      );
      return faults.flat();
    },
  },
];
