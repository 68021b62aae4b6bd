import { timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { LOCAL_REGION } from '../template/ids.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { Sha256 } from './sha256.ts';

/** A request as far as a signature covers it. */
export interface SignedRequest {
  readonly method: string;
  /** As it came, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Judges signatures; null lets the request in, else API Gateway answers that. */
export type SignatureCheck = (request: SignedRequest) => Promise<GatewayResponseType | null>;

export interface SignatureCheckOptions {
  /** The one principal there is here. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly clock: () => Date;
}

/** "Signature expired: … is now earlier than … (… - 5 min.)" */
const MAX_AGE_MS = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/\s,]+)\/[^\s,]+, *SignedHeaders=([^\s,]+), *Signature=([0-9a-f]{64})$/;

/**
 * Judges Signature Version 4 in the Authorization header: the request is signed anew by the local credentials, for the
 * service execute-api, and both signatures must be the same. What the principal may do is not asked: policies are not run
 * here. Signatures in the query are not known here either.
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
    // A signature that doesn't cover the host could be sent to anybody.
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

/** `20260131T235959Z`; null for anything else. */
function readDate(text: string): Date | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

function queryBag(query: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

/** Compares key, scope, headers and signature; spaces between them don't count. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => Buffer.from(text.replaceAll(', ', ',')));
  return a!.byteLength === b!.byteLength && timingSafeEqual(a!, b!);
}
