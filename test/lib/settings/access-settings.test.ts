import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../lib/settings/settings.ts';

const BEARER = { issuer: 'https://id.example.org', audience: 'statistics' };

describe('Access settings', () => {
  it('requires no credentials by default', () => {
    expect(parseSettings({})).toMatchObject({ access: 'none', apiKeys: false, website: true });
  });

  it.each([
    ['a single audience', { audience: 'a' }, { audience: ['a'] }],
    ['several audiences', { audience: ['a', 'b'] }, { audience: ['a', 'b'] }],
    [
      'an issuer that ends in a slash',
      { issuer: 'https://id.example.org/' },
      { issuer: 'https://id.example.org/' },
    ],
    [
      'an issuer on the local machine over http',
      { issuer: 'http://127.0.0.1:8080/realm' },
      { issuer: 'http://127.0.0.1:8080/realm' },
    ],
    ['the URL of the keys', { jwksUri: 'https://id.example.org/k' }, { jwksUri: 'https://id.example.org/k' }],
  ])('accepts %s', (_, given, expected) => {
    const settings = parseSettings({ access: 'bearer', website: false, bearer: { ...BEARER, ...given } });

    expect(settings.bearer).toMatchObject(expected);
  });

  it.each([
    [
      'an unknown access mode',
      { access: 'open' },
      /^The setting access is "open", but .*"none"\|"iam"\|"bearer"\.$/,
    ],
    [
      'bearer access without an issuer',
      { access: 'bearer', website: false },
      'The setting bearer is the default, but access is "bearer", so it must name the issuer and the audience of the tokens.',
    ],
    [
      'an issuer without bearer access',
      { bearer: BEARER },
      `The setting bearer is ${JSON.stringify(BEARER)}, but access is "none", so tokens are never validated.`,
    ],
    [
      'an issuer over http',
      { access: 'bearer', website: false, bearer: { ...BEARER, issuer: 'http://id.example.org' } },
      'The setting bearer.issuer is "http://id.example.org", but it is not an https URL without query and fragment (http is allowed only for localhost and 127.0.0.1).',
    ],
    [
      'an http issuer whose host only begins with localhost',
      { access: 'bearer', website: false, bearer: { ...BEARER, issuer: 'http://localhost.example.org' } },
      /^The setting bearer\.issuer is "http:\/\/localhost\.example\.org", but it is not an https URL/,
    ],
    [
      'an issuer with a query',
      { access: 'bearer', website: false, bearer: { ...BEARER, issuer: 'https://id.example.org?a=b' } },
      /^The setting bearer\.issuer is .*, but it is not an https URL/,
    ],
    [
      'an issuer that is not a URL',
      { access: 'bearer', website: false, bearer: { ...BEARER, issuer: 'id.example.org' } },
      /^The setting bearer\.issuer is "id\.example\.org", but it is not an https URL/,
    ],
    [
      'a keys URL over http',
      { access: 'bearer', website: false, bearer: { ...BEARER, jwksUri: 'http://id.example.org/keys' } },
      /^The setting bearer\.jwksUri is .*, but it is not an https URL/,
    ],
    [
      'an empty list of audiences',
      { access: 'bearer', website: false, bearer: { ...BEARER, audience: [] } },
      'The setting bearer.audience is [], but it names no audience.',
    ],
    [
      'an audience that is not a string',
      { access: 'bearer', website: false, bearer: { ...BEARER, audience: 5 } },
      'The setting bearer.audience is 5, but it must be a text or a list of texts.',
    ],
    [
      'an unknown field of bearer',
      { access: 'bearer', website: false, bearer: { ...BEARER, scope: 'read' } },
      'The setting bearer.scope is unknown.',
    ],
    [
      'a website together with iam access',
      { access: 'iam' },
      'The setting website is the default, but access is "iam" and the website’s pages read the API without credentials: set it to false.',
    ],
    [
      'a website together with API keys',
      { apiKeys: true, website: true },
      'The setting website is true, but apiKeys is true and the website’s pages read the API without a key: set it to false.',
    ],
    [
      'a rate limit per key above the overall rate limit',
      { apiKeys: true, website: false, apiKeyThrottlingRate: 200, apiKeyThrottlingBurst: 200 },
      'The setting apiKeyThrottlingRate is 200, but all readers together have only 10 requests a second (throttlingRate).',
    ],
    [
      'a burst limit per key above the overall burst limit',
      { apiKeys: true, website: false, apiKeyThrottlingBurst: 300 },
      'The setting apiKeyThrottlingBurst is 300, but all readers together have only 100 requests at once (throttlingBurst).',
    ],
    [
      'a burst limit per key below its rate limit',
      { apiKeys: true, website: false, apiKeyThrottlingBurst: 5 },
      'The setting apiKeyThrottlingBurst is 5, but it is smaller than the 10 requests a second of apiKeyThrottlingRate.',
    ],
    [
      'a domain with a path',
      {
        apiDomain: {
          name: 'example.org/api',
          certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
        },
      },
      'The setting apiDomain.name is "example.org/api", but it is not a domain name such as "api.example.org".',
    ],
    [
      'a certificate of another service',
      {
        apiDomain: {
          name: 'api.example.org',
          certificateArn: 'arn:aws:iam::123456789012:server-certificate/x',
        },
      },
      /^The setting apiDomain\.certificateArn is .*, but it is not the ARN of a certificate in AWS Certificate Manager\.$/,
    ],
  ])('rejects %s with a one-sentence error', (_, settings, message) => {
    expect(() => parseSettings(settings)).toThrow(message);
  });

  it('does not validate the limits per key without API keys', () => {
    expect(parseSettings({ throttlingRate: 5, throttlingBurst: 5 }).apiKeyThrottlingRate).toBe(10);
  });
});
