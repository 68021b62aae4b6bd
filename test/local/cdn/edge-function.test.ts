import { describe, expect, it } from 'vitest';
import { readEdgeFunction } from '../../../local/cdn/edge-function.ts';

const functionOf = (FunctionCode: string, FunctionConfig: object = { Runtime: 'cloudfront-js-2.0' }) =>
  readEdgeFunction({
    logicalId: 'Edge',
    type: 'AWS::CloudFront::Function',
    ref: '',
    arn: undefined,
    properties: { FunctionCode, FunctionConfig },
    metadata: {},
  });
const run = (code: string, query = '') =>
  functionOf(code)({
    method: 'GET',
    uri: '/a',
    query,
    headers: { host: 'h', cookie: 'c=1' },
    ip: '192.0.2.1',
  });
const answering = (expression: string) =>
  `function handler(event) { return { statusCode: 200, body: JSON.stringify(${expression}) }; }`;
const told = (expression: string, query?: string) => {
  const result = run(answering(expression), query);
  return JSON.parse('body' in result ? result.body.toString() : '');
};

describe('An edge function', () => {
  it('receives the request in version 1.0', () => {
    expect(told('event')).toMatchObject({
      version: '1.0',
      context: { eventType: 'viewer-request' },
      viewer: { ip: '192.0.2.1' },
      request: { method: 'GET', uri: '/a', querystring: {}, headers: { host: { value: 'h' } }, cookies: {} },
    });
    expect(told('event.request.headers')).toEqual({ host: { value: 'h' } });
  });

  it('receives the encoded query parameters with multiple values', () => {
    expect(told('event.request.querystring', 'a=1&b&a=%2F&__proto__=x&c=d=e')).toEqual({
      a: { value: '1', multiValue: [{ value: '1' }, { value: '%2F' }] },
      b: { value: '' },
      c: { value: 'd=e' },
      ['__proto__']: { value: 'x' },
    });
  });

  it('can rewrite the URI or return a response', () => {
    expect(run("function handler(event) { event.request.uri = '/b'; return event.request; }")).toEqual({
      uri: '/b',
    });
    expect(
      run("function handler() { return { statusCode: 404, headers: { 'x-a': { value: 'b' } } }; }"),
    ).toEqual({
      status: 404,
      headers: { 'x-a': 'b' },
      body: Buffer.alloc(0),
    });
    const encoded = "{ statusCode: 200, body: { encoding: 'base64', data: 'aGk=' } }";
    expect(run(`function handler() { return ${encoded}; }`)).toMatchObject({ body: Buffer.from('hi') });
  });

  it('has no access to Node.js APIs', () => {
    expect(told('[typeof process, typeof require, typeof fetch, typeof setTimeout, typeof Buffer]')).toEqual(
      Array(5).fill('undefined'),
    );
    expect(() => run(answering("new Function('return 1')()"))).toThrow('Code generation from strings');
    expect(() => run(answering("event.constructor.constructor('return process')()"))).toThrow();
  });

  it.each([
    ['throws', "throw new Error('no')", 'The function Edge fails: no.'],
    ['gives nothing', 'return', 'The function Edge returns nothing.'],
    ['gives a URI that is none', "return { uri: 'x' }", 'The function Edge returns a request without a URI.'],
    [
      'gives a status that is none',
      "return { statusCode: '200' }",
      'The function Edge returns no status code.',
    ],
    [
      'gives a header that is not its own to give',
      "return { statusCode: 200, headers: { via: { value: 'x' } } }",
      'The function Edge returns the header via, which is not allowed.',
    ],
    [
      'gives a header in upper case',
      "return { statusCode: 200, headers: { Location: { value: 'x' } } }",
      'The function Edge returns the header Location, which is not allowed.',
    ],
  ])('causes an error if it %s', (_, statement, message) => {
    expect(() => run(`function handler() { ${statement}; }`)).toThrow(
      expect.objectContaining({ name: 'EdgeFunctionError', message }),
    );
  });

  it('is refused with another runtime or a key value store', () => {
    expect(() => functionOf('', { Runtime: 'cloudfront-js-1.0' })).toThrow('the runtime cloudfront-js-1.0');
    expect(() => functionOf('', { Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: [] })).toThrow(
      'a key value store',
    );
  });
});
