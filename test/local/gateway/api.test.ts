import { describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { apiTemplate, mock, s3Integration, type TestMethod } from '../template/templates.ts';

const INM = { 'method.request.header.If-None-Match': false };

describe('An API that could not be deployed', () => {
  const document: TestMethod = {
    route: 'GET /doc',
    integration: s3Integration('doc.json'),
    requestParameters: INM,
  };

  it.each([
    [
      'a header that its method does not declare',
      { ...document, methodResponses: ['200', '304', '404', '500'].map((StatusCode) => ({ StatusCode })) },
      "doesn't declare it",
    ],
    [
      'a status that its method does not declare',
      { ...document, methodResponses: [] },
      'declares no method response',
    ],
    [
      'a parameter that its method does not declare',
      { ...document, requestParameters: {} },
      "doesn't declare it",
    ],
    [
      'a parameter in its URI that nothing is mapped to',
      { route: 'GET /x', integration: s3Integration('{id}'), requestParameters: INM },
      'maps no parameter to it',
    ],
  ])('is refused: %s', (_, method, message) => {
    expect(() => readApi(apiTemplate([method]))).toThrow(message);
  });

  it.each([
    ['an authorizer', { route: 'GET /x', integration: { ...mock(200), Type: 'HTTP', Uri: 'https://x' } }],
    ['a time-out of its own', { route: 'GET /x', integration: { ...mock(200), TimeoutInMillis: 50 } }],
  ])('or only be run on AWS is refused: %s', (_, method) => {
    expect(() => readApi(apiTemplate([method]))).toThrow(
      expect.objectContaining({ name: 'UnsupportedPropertyError' }),
    );
  });
});
