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
  // Cached for the lifetime of the process, so that most tokens are verified without a request to the issuer.
  keys: issuerKeys({ issuer, jwksUri: optionalEnv('BEARER_JWKS_URI') }),
};

/**
 * Verifies the token of a request to the API. Errors are thrown, and API Gateway answers 500: without the issuer's keys all
 * access is denied. The log contains the reason of a refusal, but nothing from the token.
 */
export async function handler(event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const { authorizationToken, methodArn } = event;
  try {
    const result = await verifyBearer(authorizationToken, new Date(), options);
    if (!result.valid) logger.info('refused', { reason: result.reason });
    return readingPolicy(methodArn, result.valid ? 'Allow' : 'Deny');
  } catch (error) {
    logger.error('The token could not be verified', error as Error);
    throw error;
  }
}
