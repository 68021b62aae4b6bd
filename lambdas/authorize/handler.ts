import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { env, optionalEnv } from '../runtime/env.ts';
import { issuerKeys } from './keys.ts';
import { readingPolicy } from './policy.ts';
import { type VerifierOptions, verifyBearer } from './verify.ts';

const logger = new Logger();
const issuer = env('BEARER_ISSUER');
const options: VerifierOptions = {
  issuer,
  audience: JSON.parse(env('BEARER_AUDIENCE')) as string[],
  // For as long as this process lives, so that a token costs no request.
  keys: issuerKeys({ issuer, jwksUri: optionalEnv('BEARER_JWKS_URI') }),
};

/**
 * Judges the token of a request to the API. Whatever fails here is thrown, and API Gateway answers 500: without the
 * issuer's keys nobody comes in. Logs tell why a token was refused, and nothing of what it holds.
 */
export async function handler(event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const { authorizationToken, methodArn } = event;
  try {
    const verdict = await verifyBearer(authorizationToken, new Date(), options);
    if (!verdict.valid) logger.info('refused', { reason: verdict.reason });
    return readingPolicy(methodArn, verdict.valid ? 'Allow' : 'Deny');
  } catch (error) {
    logger.error('The token could not be judged', error as Error);
    throw error;
  }
}
