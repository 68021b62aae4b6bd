import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { AUTHORIZATION_CACHE_SECONDS, BEARER_PATTERN } from '../../model/api/bearer.ts';
import { StackFunction } from '../pipeline/stack-function.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * Allows a cold start and two requests to the issuer (configuration and keys) of at most five seconds each. It must be below API
 * Gateway's limit.
 */
const TIMEOUT = Duration.seconds(15);

export interface BearerAuthorizerProps {
  readonly bearer: NonNullable<Settings['bearer']>;
  readonly settings: Settings;
}

/**
 * Validates bearer tokens for the API. The authorizer has the type TOKEN: the function receives only the header, which is also the
 * cache key of its result. The function may only write its logs and cannot access the bucket.
 */
export class BearerAuthorizer extends Construct {
  readonly authorizer: apigateway.TokenAuthorizer;
  /** The function that validates tokens. */
  readonly authorize: StackFunction;

  constructor(scope: Construct, id: string, { bearer, settings }: BearerAuthorizerProps) {
    super(scope, id);
    const { issuer, audience, jwksUri } = bearer;
    this.authorize = new StackFunction(this, 'Authorize', {
      folder: 'authorize',
      description: 'Validates the tokens of readers: signature, issuer, audience and time.',
      memoryMb: settings.smallMemoryMb,
      timeout: TIMEOUT,
      logRetention: settings.logRetentionDays,
      environment: {
        POWERTOOLS_SERVICE_NAME: 'movie-statistics',
        POWERTOOLS_LOG_LEVEL: settings.logLevel,
        BEARER_ISSUER: issuer,
        BEARER_AUDIENCE: JSON.stringify(audience),
        ...(jwksUri !== undefined && { BEARER_JWKS_URI: jwksUri }),
      },
    });
    this.authorizer = new apigateway.TokenAuthorizer(this, 'Authorizer', {
      handler: this.authorize.function,
      validationRegex: BEARER_PATTERN,
      resultsCacheTtl: Duration.seconds(AUTHORIZATION_CACHE_SECONDS),
    });
  }
}
