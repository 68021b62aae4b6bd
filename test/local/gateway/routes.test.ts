import { expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { findRoute } from '../../../local/gateway/routes.ts';
import { apiTemplate, mock } from '../template/templates.ts';

const { root } = readApi(
  apiTemplate(
    [
      'ANY /',
      'GET /v1',
      'GET /v1/items',
      'GET /v1/items/{id}',
      'GET /v1/items/all',
      'GET /v1/items/{id}/parts',
      'GET /v1/files/{path+}',
      'ANY /{proxy+}',
    ].map((route) => ({ route, integration: mock(200) })),
  ),
);
const find = (path: string) => {
  const route = findRoute(root, path);
  return route && [route.resource.path, route.pathParameters];
};

it.each([
  ['the root', '/', ['/', {}]],
  ['a fixed path', '/v1/items', ['/v1/items', {}]],
  ['the same path with a slash at its end', '/v1/items/', ['/v1/items', {}]],
  ['a parameter', '/v1/items/7', ['/v1/items/{id}', { id: '7' }]],
  ['a fixed part rather than a parameter', '/v1/items/all', ['/v1/items/all', {}]],
  [
    'a parameter where the fixed part leads nowhere',
    '/v1/items/all/parts',
    ['/v1/items/{id}/parts', { id: 'all' }],
  ],
  ['the nearest greedy parameter', '/v1/files/a/b', ['/v1/files/{path+}', { path: 'a/b' }]],
  ['the greedy parameter of a level above', '/v1/items/7/else', ['/{proxy+}', { proxy: 'v1/items/7/else' }]],
  ['the greedy parameter for a folder without methods', '/v1/files', ['/{proxy+}', { proxy: 'v1/files' }]],
  ['an encoded slash within its part', '/v1/items/a%2Fb', ['/v1/items/{id}', { id: 'a/b' }]],
  ['an encoded slash in the other case', '/v1/items/..%2f..%2fx', ['/v1/items/{id}', { id: '../../x' }]],
  ['an escape that is decoded once', '/v1/items/a%252Fb', ['/v1/items/{id}', { id: 'a%2Fb' }]],
  ['a zero byte', '/v1/items/%00', ['/v1/items/{id}', { id: '\0' }]],
  ['dots, which go nowhere', '/v1/items/..', ['/v1/items/{id}', { id: '..' }]],
  ['dots in the middle, which are a part', '/v1/../v1/items', ['/{proxy+}', { proxy: 'v1/../v1/items' }]],
  ['an empty part, which is a part', '/v1//items', ['/{proxy+}', { proxy: 'v1//items' }]],
  ['an empty part at the beginning', '//v1', ['/{proxy+}', { proxy: '/v1' }]],
  ['an empty parameter, which has no value', '/v1/items//', ['/{proxy+}', { proxy: 'v1/items/' }]],
  ['a fixed part that is encoded, which is another', '/v1/%69tems', ['/{proxy+}', { proxy: 'v1/items' }]],
  ['braces as they stand in the template', '/v1/items/{id}', ['/v1/items/{id}', { id: '{id}' }]],
  ['another case, which is another path', '/V1', ['/{proxy+}', { proxy: 'V1' }]],
])('The route is found for %s', (_, path, expected) => {
  expect(find(path)).toEqual(expected);
});

it.each(['%ff', '%zz', '%'])('The invalid escape sequence %s is not decoded', (segment) => {
  expect(find(`/v1/items/${segment}`)).toEqual(['/v1/items/{id}', { id: segment }]);
});
