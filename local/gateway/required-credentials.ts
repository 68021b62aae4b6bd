import type { Api, ApiMethod } from './api.ts';
import type { ApiResource } from './routes.ts';

/** The credentials that clients of the API need. */
export interface RequiredCredentials {
  readonly authorization: 'none' | 'iam' | 'bearer';
  /** An accepted API key; null if the API requires none. */
  readonly api_key: string | null;
}

/** The credentials that the API's methods require. */
export function requiredCredentials({ root, apiKeys }: Api): RequiredCredentials {
  const required = methodsOf(root).map(({ authorization }) => authorization);
  const by = required.find((authorization) => authorization.by !== 'NONE')?.by ?? 'NONE';
  return {
    authorization: by === 'NONE' ? 'none' : by === 'AWS_IAM' ? 'iam' : 'bearer',
    api_key: required.some(({ apiKey }) => apiKey) ? (apiKeys[0] ?? null) : null,
  };
}

const methodsOf = ({ methods, children }: ApiResource<ApiMethod>): ApiMethod[] => [
  ...methods.values(),
  ...[...children.values()].flatMap(methodsOf),
];
