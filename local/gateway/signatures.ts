import { timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { LOCAL_REGION } from '../template/ids.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { Sha256 } from './sha256.ts';

/** The parts of a request that a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As received, encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Checks a signature. Returns null if it is valid, otherwise API Gateway's response. */
export type SignatureCheck = (request: SignedRequest) => Promise<GatewayResponseType | null>;

export interface SignatureCheckOptions {
  /** The credentials of the only local principal. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly clock: () => Date;
}

/** "Signature expired: … is now earlier than … (… - 5 min.)" */
const MAX_AGE_MS = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/\s,]+)\/[^\s,]+, *SignedHeaders=([^\s,]+), *Signature=([0-9a-f]{64})$/;

/**
 * Checks Signature Version 4 in the Authorization header: signs the request with the local credentials for the service
 * execute-api and compares the signatures. IAM policies are not evaluated. Signatures in the query string are not supported.
 */
export function createSignatureCheck({ credentials, clock }: SignatureCheckOptions): SignatureCheck {
  const signer = new SignatureV4({
    ...{ service: 'execute-api', region: LOCAL_REGION, credentials, sha256: Sha256 },
    applyChecksum: false,
  });
  return async ({ method, path, query, headers, body }) => {
    const { authorization = '' } = headers;
    if (authorization === '') return 'MISSING_AUTHENTICATION_TOKEN';
    const [, , signedHeaders = ''] = AUTHORIZATION.exec(authorization) ?? [];
    const names = signedHeaders.split(';');
    const signingDate = readDate(headers['x-amz-date'] ?? '');
    // A signature without the host would be valid for other hosts.
    if (signingDate === null || !names.includes('host')) return 'INVALID_SIGNATURE';
    if (Math.abs(clock().getTime() - signingDate.getTime()) > MAX_AGE_MS) return 'INVALID_SIGNATURE';
    const { headers: signed } = await signer.sign(
      {
        ...{ protocol: 'http:', hostname: headers.host ?? '', method, path, body },
        query: queryBag(query),
        headers: Object.fromEntries(names.map((name) => [name, headers[name] ?? ''])),
      },
      { signingDate },
    );
    return isSame(authorization, signed.authorization ?? '') ? null : 'INVALID_SIGNATURE';
  };
}

/** Parses `20260131T235959Z`; null for any other format. */
function readDate(text: string): Date | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

function queryBag(query: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

/** Compares key, scope, headers and signature, ignoring the spaces between them. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => Buffer.from(text.replaceAll(', ', ',')));
  return a!.byteLength === b!.byteLength && timingSafeEqual(a!, b!);
}
