import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/** The methods that read. */
const METHODS = ['GET', 'HEAD'];

/**
 * What API Gateway is told of a token. It remembers this for the token, not for the path that was asked for first: a policy
 * for one path would lock its reader out of all others. So it is about all that can be read in the stage.
 */
export function readingPolicy(methodArn: string, effect: 'Allow' | 'Deny'): APIGatewayAuthorizerResult {
  // arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}
  const [api, stage] = methodArn.split('/');
  return {
    // Wanted by API Gateway, and written to access logs: nothing that tells who it is.
    principalId: 'reader',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: effect,
          Resource: METHODS.map((method) => `${api}/${stage}/${method}/*`),
        },
      ],
    },
  };
}
