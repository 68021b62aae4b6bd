import { expect } from 'vitest';
import type { Reply } from './http.ts';

/** Contract §5: one shape for every error, with CORS, never cached, never S3's XML. */
export function expectProblem({ status, headers, text }: Reply, expected: number): void {
  const type = headers['content-type'];
  expect({ status, type }, text.slice(0, 300)).toEqual({
    status: expected,
    type: 'application/problem+json',
  });
  expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  expect(headers.etag).toBeUndefined();
  const problem = JSON.parse(text);
  expect(problem).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status: expected,
    detail: expect.any(String),
  });
  expect(text).not.toMatch(/<\?xml|<Error>|NoSuchKey|api_endpoints/);
}
