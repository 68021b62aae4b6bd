import { describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { requiredCredentials } from '../../../local/gateway/required-credentials.ts';
import { apiTemplate } from '../template/templates.ts';
import { authorizer, custom, method, PLAN } from './closed-api.ts';

describe('The required credentials', () => {
  it.each([
    ['nothing', {}, { authorization: 'none', api_key: null }],
    ['a token', custom, { authorization: 'bearer', api_key: null }],
    ['a signature', { AuthorizationType: 'AWS_IAM' }, { authorization: 'iam', api_key: null }],
    ['a key', { ApiKeyRequired: true }, { authorization: 'none', api_key: 'k'.repeat(30) }],
  ])('are reported for an API that requires %s', (_, more, expected) => {
    const api = readApi(
      apiTemplate([method('GET /a/b', more), method('OPTIONS /a/b', {})], {
        more: { ...authorizer(), ...PLAN },
      }),
    );

    expect(requiredCredentials(api)).toEqual(expected);
  });
});
