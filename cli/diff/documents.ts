import type { Bucket } from '../../aws/bucket.ts';
import { compareWithSlot, createTally, listSlot } from '../../aws/slot-changes.ts';
import { ALL_ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import type { Slot } from '../../model/keys.ts';
import type { DocumentChanges } from '../../model/runs/reports.ts';

/** Addresses of one endpoint that only one of two releases has. */
export interface EndpointAddresses {
  /** The endpoint's path: `/v1/stats/genre/{slug}`. */
  readonly endpoint: string;
  readonly count: number;
  /** The first of these addresses, ordered by path. */
  readonly first: readonly string[];
}

/** Addresses that only one of two releases has, by endpoint in the order of the API's index. */
export interface AddressChanges {
  readonly appear: readonly EndpointAddresses[];
  readonly disappear: readonly EndpointAddresses[];
}

/** Compares the documents of two slots by the ETags in S3's listings. Lists at most `limit` addresses of each endpoint. */
export async function compareDocuments(
  bucket: Bucket,
  from: Slot,
  to: Slot,
  limit: number,
): Promise<{ readonly documents: DocumentChanges; readonly addresses: AddressChanges }> {
  const tally = createTally();
  const [appear, disappear] = [createAddresses(limit), createAddresses(limit)];
  for await (const change of compareWithSlot(bucket, listSlot(bucket, to), from)) {
    tally.add(change.kind);
    if (change.kind === 'added') appear.add(change.document.path);
    if (change.kind === 'removed') disappear.add(change.path);
  }
  return {
    documents: tally.counts(),
    addresses: { appear: appear.result(), disappear: disappear.result() },
  };
}

function createAddresses(limit: number) {
  const found = new Map<string, { count: number; first: string[] }>();
  return {
    add(object: string): void {
      const { endpoint, path } = addressOf(object);
      const addresses = found.get(endpoint) ?? { count: 0, first: [] };
      found.set(endpoint, addresses);
      addresses.count += 1;
      if (addresses.first.length < limit) addresses.first.push(path);
    },
    result: (): EndpointAddresses[] =>
      [...found]
        .map(([endpoint, addresses]) => ({ endpoint, ...addresses }))
        .toSorted((a, b) => PLACES.indexOf(a.endpoint) - PLACES.indexOf(b.endpoint)),
  };
}

const PLACES = ALL_ENDPOINTS.map(({ path }) => path);

/** Endpoints by the object that they are served from; those without a parameter first. */
const MATCHERS = ALL_ENDPOINTS.map((endpoint) => {
  const [before = '', after = ''] = objectPath(endpoint.path).split(/\{\w+\}/);
  return { endpoint, before, after };
}).toSorted(
  (a, b) => Number(a.endpoint.parameter !== undefined) - Number(b.endpoint.parameter !== undefined),
);

/** The address that is served from an object of a slot, and its endpoint. */
export function addressOf(object: string): { readonly endpoint: string; readonly path: string } {
  for (const { endpoint, before, after } of MATCHERS) {
    const { parameter, path } = endpoint;
    if (parameter === undefined) {
      if (object === before) return { endpoint: path, path };
      continue;
    }
    const value = object.slice(before.length, object.length - after.length);
    if (object === before + value + after && parameter.pattern.test(value))
      return { endpoint: path, path: path.replace(/\{\w+\}/, value) };
  }
  // A document of an endpoint that this version of the code does not have.
  const path = `/${object.replace(/\.json$/, '')}`;
  return { endpoint: path, path };
}
