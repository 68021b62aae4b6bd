import { describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { apiTemplate, mock, s3Integration, type TestMethod } from '../template/templates.ts';

const INM = { 'method.request.header.If-None-Match': false };

describe('An invalid or unsupported API', () => {
  const document: TestMethod = {
    route: 'GET /doc',
    integration: s3Integration('doc.json'),
    requestParameters: INM,
  };

  it.each([
    [
      'an undeclared header',
      { ...document, methodResponses: ['200', '304', '404', '500'].map((StatusCode) => ({ StatusCode })) },
      "doesn't declare it",
    ],
    ['an undeclared status', { ...document, methodResponses: [] }, 'declares no method response'],
    ['an undeclared parameter', { ...document, requestParameters: {} }, "doesn't declare it"],
    [
      'an unmapped parameter in the URI',
      { route: 'GET /x', integration: s3Integration('{id}'), requestParameters: INM },
      'maps no parameter to it',
    ],
  ])('is refused for %s', (_, method, message) => {
    expect(() => readApi(apiTemplate([method]))).toThrow(message);
  });

  it.each([
    [
      'an integration of the type HTTP',
      { route: 'GET /x', integration: { ...mock(200), Type: 'HTTP', Uri: 'https://x' } },
    ],
    ['an integration time-out', { route: 'GET /x', integration: { ...mock(200), TimeoutInMillis: 50 } }],
  ])('is refused for %s', (_, method) => {
    expect(() => readApi(apiTemplate([method]))).toThrow(
      expect.objectContaining({ name: 'UnsupportedPropertyError' }),
    );
  });
});
