import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/** The HTTP methods that only read. */
const METHODS = ['GET', 'HEAD'];

/**
 * The policy that API Gateway applies to a token. API Gateway caches it by token, not by path, so a policy for the first
 * requested path would deny all other paths. It therefore covers all readable paths of the stage.
 */
export function readingPolicy(methodArn: string, effect: 'Allow' | 'Deny'): APIGatewayAuthorizerResult {
  // arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}
  const [api, stage] = methodArn.split('/');
  return {
    // Required by API Gateway and written to access logs, so it doesn't identify the reader.
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
