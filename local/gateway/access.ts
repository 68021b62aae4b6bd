import { LOCAL_ACCOUNT, LOCAL_PARTITION, LOCAL_REGION } from '../template/ids.ts';
import type { Api, Authorization } from './api.ts';
import { createTokenCheck, type TokenCheckOptions } from './authorizers.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { createSignatureCheck, type SignatureCheckOptions, type SignedRequest } from './signatures.ts';
import { createKeyCheck } from './usage-plans.ts';

export interface AccessCheckOptions extends TokenCheckOptions, SignatureCheckOptions {
  readonly api: Api;
}

/** Judges whether a method may be called; null lets the request in, else API Gateway answers that. */
export type AccessCheck = (
  authorization: Authorization,
  request: SignedRequest,
) => Promise<GatewayResponseType | null>;

/** Who the caller is comes first, the key second: an authorizer could be the one that names the key. */
export function createAccessCheck({ api, invoke, credentials, now, clock }: AccessCheckOptions): AccessCheck {
  const checkToken = createTokenCheck({ invoke, now });
  const checkSignature = createSignatureCheck({ credentials, clock });
  const checkKey = createKeyCheck({ keys: api.apiKeys, now, clock });
  const stage = `arn:${LOCAL_PARTITION}:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${api.id}/${api.stage.name}`;

  async function checkCaller(
    { by }: Authorization,
    request: SignedRequest,
  ): Promise<GatewayResponseType | null> {
    if (by === 'NONE') return null;
    if (by === 'AWS_IAM') return checkSignature(request);
    return checkToken(by, request.headers[by.header], `${stage}/${request.method}${request.path}`);
  }

  return async (authorization, request) =>
    (await checkCaller(authorization, request)) ??
    (authorization.apiKey ? checkKey(request.headers['x-api-key']) : null);
}
