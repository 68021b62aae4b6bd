import { expect, it } from 'vitest';
import { resolveIntrinsics } from '../../../local/template/intrinsics.ts';

const references = {
  ref: (name: string) => ({ Bucket: 'my-bucket', 'AWS::Region': 'us-east-1' })[name],
  attribute: (logicalId: string, attribute: string) =>
    logicalId === 'Function' && attribute === 'Arn' ? 'arn:aws:lambda:f' : undefined,
};
const resolve = (value: unknown): unknown => resolveIntrinsics(value, references, 'Here');

it.each([
  ['Ref of a resource', { Ref: 'Bucket' }, 'my-bucket'],
  ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Function', 'Arn'] }, 'arn:aws:lambda:f'],
  ['GetAtt as a text', { 'Fn::GetAtt': 'Function.Arn' }, 'arn:aws:lambda:f'],
  ['Join of texts and references', { 'Fn::Join': ['/', ['s3:', { Ref: 'Bucket' }, 'x']] }, 's3:/my-bucket/x'],
  ['Join of a list that is made', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'a,b'] }] }, 'a+b'],
  [
    'Sub of references and attributes',
    { 'Fn::Sub': `\${Bucket}-\${AWS::Region}-\${Function.Arn}` },
    'my-bucket-us-east-1-arn:aws:lambda:f',
  ],
  [
    'Sub with variables of its own',
    { 'Fn::Sub': [`\${Own}/\${Bucket}`, { Own: { Ref: 'AWS::Region' } }] },
    'us-east-1/my-bucket',
  ],
  ['Sub with a literal', { 'Fn::Sub': `\${!stageVariables.slot}` }, `\${stageVariables.slot}`],
  ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  ['a string with braces outside Sub', `\${stageVariables.slot}`, `\${stageVariables.slot}`],
  ['nested values', { a: [{ b: { Ref: 'Bucket' } }, 1, null] }, { a: [{ b: 'my-bucket' }, 1, null] }],
  ['NoValue by removing the property', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
])('resolves %s', (_, value, expected) => {
  expect(resolve(value)).toEqual(expected);
});

it.each([
  [
    'an unsupported function',
    { a: { 'Fn::Cidr': ['x', 1, 2] } },
    'Here.a uses Fn::Cidr, which is not supported.',
  ],
  ['an unknown reference', { Ref: 'Nobody' }, 'Here has a Ref to Nobody, which is unknown.'],
  [
    'an unknown attribute',
    { 'Fn::GetAtt': ['Function', 'Url'] },
    'Here has a Fn::GetAtt of Function.Url, which is unknown.',
  ],
  ['an item past the end', { 'Fn::Select': [2, ['a']] }, 'Here selects item 2 of 1.'],
])('refuses %s and names its place', (_, value, message) => {
  expect(() => resolve(value)).toThrow(expect.objectContaining({ name: 'InvalidTemplateError', message }));
});
