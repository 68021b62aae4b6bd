import { LOCAL_ACCOUNT, LOCAL_PARTITION, LOCAL_REGION } from '../template/ids.ts';
import type { Api, Authorization } from './api.ts';
import { createTokenCheck, type TokenCheckOptions } from './authorizers.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { createSignatureCheck, type SignatureCheckOptions, type SignedRequest } from './signatures.ts';

export interface AccessCheckOptions extends TokenCheckOptions, SignatureCheckOptions {
  readonly api: Api;
}

/** Checks whether a request may call a method. Returns null if it may, otherwise API Gateway's response. */
export type AccessCheck = (
  authorization: Authorization,
  request: SignedRequest,
) => Promise<GatewayResponseType | null>;

/** Creates the check. It validates the caller before the API key, because an authorizer can supply the key. */
export function createAccessCheck({ api, invoke, credentials, now, clock }: AccessCheckOptions): AccessCheck {
  const checkToken = createTokenCheck({ invoke, now });
  const checkSignature = createSignatureCheck({ credentials, clock });
  const stage = `arn:${LOCAL_PARTITION}:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${api.id}/${api.stage.name}`;

  async function checkCaller(
    { by }: Authorization,
    request: SignedRequest,
  ): Promise<GatewayResponseType | null> {
    if (by === 'NONE') return null;
    if (by === 'AWS_IAM') return checkSignature(request);
    return checkToken(by, request.headers[by.header], `${stage}/${request.method}${request.path}`);
  }

  return async (authorization, request) => {
    const refused = await checkCaller(authorization, request);
    if (refused || !authorization.apiKey) return refused;
    return api.apiKeys.includes(request.headers['x-api-key'] ?? '') ? null : 'INVALID_API_KEY';
  };
}
