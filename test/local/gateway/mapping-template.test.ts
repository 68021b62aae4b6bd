import { expect, it } from 'vitest';
import { segmentTemplate } from '../../../lib/api/integrations.ts';
import { checkTemplate, renderTemplate } from '../../../local/gateway/mapping-template.ts';

const scope = {
  body: '{"a":1}',
  pathParameters: { year: '1995' },
  queryString: { q: 'x' },
  headers: { accept: 'text/html' },
  stageVariables: { slot: 'blue' },
};

it('A template reads the request by $input.params() and the stage by $stageVariables', () => {
  const { text } = renderTemplate(
    "$input.params().path.get('year') $input.params().querystring.q $input.params('accept') $stageVariables.slot $input.body",
    scope,
  );

  expect(text).toBe('1995 x text/html blue {"a":1}');
});

it.each([
  ['1995', { year: '1995' }],
  ['science-fiction', { year: 'science-fiction' }],
  ['../x', {}],
  ['a/b', {}],
  ['1995\n', {}],
  ['\0', {}],
  ['A', {}],
  ['%2e', {}],
  ['', {}],
])("The API's template overrides the path with %j only if it is valid", (year, path) => {
  const { overrides } = renderTemplate(segmentTemplate('year'), { ...scope, pathParameters: { year } });

  expect({ ...overrides.path }).toEqual(path);
});

it('A template must not override a parameter twice', () => {
  const template = "#set($context.requestOverride.path.x = 'a')#set($context.requestOverride.path.x = 'b')";

  expect(() => renderTemplate(template, scope)).toThrow(
    expect.objectContaining({ name: 'MappingTemplateError' }),
  );
});

it.each(['$util.urlDecode($x)', "$input.json('$')", '$context.identity.sourceIp', '$undefined'])(
  'A template that uses %s is refused at the start',
  (template) => {
    expect(() => checkTemplate('Method', template)).toThrow(
      expect.objectContaining({ name: 'InvalidTemplateError' }),
    );
  },
);
