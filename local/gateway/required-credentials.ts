import type { Api, ApiMethod } from './api.ts';
import type { ApiResource } from './routes.ts';

/** What readers of the API must bring, for people who try it here. */
export interface RequiredCredentials {
  readonly authorization: 'none' | 'iam' | 'bearer';
  /** An API key that is let in; null where none is asked for. */
  readonly api_key: string | null;
}

/** What any of the API's methods ask for. */
export function requiredCredentials({ root, apiKeys }: Api): RequiredCredentials {
  const asked = methodsOf(root).map(({ authorization }) => authorization);
  const by = asked.find((authorization) => authorization.by !== 'NONE')?.by ?? 'NONE';
  return {
    authorization: by === 'NONE' ? 'none' : by === 'AWS_IAM' ? 'iam' : 'bearer',
    api_key: asked.some(({ apiKey }) => apiKey) ? (apiKeys[0] ?? null) : null,
  };
}

const methodsOf = ({ methods, children }: ApiResource<ApiMethod>): ApiMethod[] => [
  ...methods.values(),
  ...[...children.values()].flatMap(methodsOf),
];
