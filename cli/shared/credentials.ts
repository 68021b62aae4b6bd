import type { StackInfo } from '../../local/stack/info.ts';

/** Returns the curl options for the required credentials, one per line; empty for a public API. */
export function credentialLines({ api_credentials, credentials, region }: StackInfo): string[] {
  const { authorization, api_key } = api_credentials;
  const user = `${credentials.accessKeyId}:${credentials.secretAccessKey}`;
  return [
    ...(authorization === 'bearer' ? ['Reading needs a token: curl -H "Authorization: Bearer TOKEN" …'] : []),
    ...(authorization === 'iam'
      ? [`Reading needs a signature: curl --aws-sigv4 aws:amz:${region}:execute-api --user ${user} …`]
      : []),
    ...(api_key === null ? [] : [`Reading needs a key: curl -H "X-Api-Key: ${api_key}" …`]),
  ];
}
