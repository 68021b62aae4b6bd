import { describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { functionsOf } from '../../../local/lambda/functions.ts';
import { LOCAL_SETTINGS } from '../../../local/settings.ts';
import { readDefinition } from '../../../local/states/definition.ts';
import { createEventBus } from '../../../local/states/event-rules.ts';
import { buildTemplate } from '../../../local/synth.ts';
import { RESOURCE_TYPES } from '../../../local/template/resource-types.ts';
import { loadTemplate, readTemplate, type TemplateFile, theOnly } from '../../../local/template/template.ts';

const read = (Resources: TemplateFile['Resources'], Parameters = {}) =>
  readTemplate({ Resources, Parameters }, 'Stack', '/out');

describe('A template', () => {
  it('has stable bucket names', () => {
    const template = read({
      LakeBucket1: { Type: 'AWS::S3::Bucket' },
      Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'mine' } },
    });

    expect(template.of('AWS::S3::Bucket').map(({ ref, arn }) => [ref, arn])).toEqual([
      ['stack-lakebucket1', 'arn:aws:s3:::stack-lakebucket1'],
      ['mine', 'arn:aws:s3:::mine'],
    ]);
  });

  it('resolves references between its resources and to its parameters', () => {
    const template = read(
      {
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            DefinitionString: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['F', 'Arn'] }, { Ref: 'P' }]] },
          },
        },
        F: { Type: 'AWS::Lambda::Function', Properties: {} },
      },
      { P: { Default: '!' } },
    );

    expect(theOnly(template, 'AWS::StepFunctions::StateMachine').properties.DefinitionString).toBe(
      'arn:aws:lambda:us-east-1:000000000000:function:F!',
    );
  });

  it('returns its outputs and names a missing one', () => {
    const template = readTemplate(
      {
        Resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine' } },
        Outputs: { Arn: { Value: { Ref: 'Machine' } } },
      },
      'Stack',
      '/out',
    );

    expect(template.output('Arn')).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:Machine');
    expect(() => template.output('Other')).toThrow('The template has no output Other');
  });

  it('skips inert resources with any properties', () => {
    const template = read({ Role: { Type: 'AWS::IAM::Role', Properties: { Anything: { 'Fn::Cidr': [] } } } });

    expect(template.of('AWS::IAM::Role')).toEqual([]);
  });

  it('is refused if it has a resource of an unknown type', () => {
    expect(() => read({ Queue7: { Type: 'AWS::Kinesis::Stream' } })).toThrow(
      expect.objectContaining({
        name: 'UnsupportedResourceError',
        message: expect.stringContaining(
          "The template's resource Queue7 (AWS::Kinesis::Stream) cannot be run here",
        ),
      }),
    );
  });

  it('is refused if a resource has an unsupported property', () => {
    const DeadLetterConfig = { TargetArn: 'arn' };

    expect(() => read({ F: { Type: 'AWS::Lambda::Function', Properties: { DeadLetterConfig } } })).toThrow(
      expect.objectContaining({
        name: 'UnsupportedPropertyError',
        message: expect.stringContaining('F (AWS::Lambda::Function) has the property DeadLetterConfig'),
      }),
    );
  });

  it('is refused if a resource has a condition', () => {
    expect(() => read({ B: { Type: 'AWS::S3::Bucket', Condition: 'IsProduction' } })).toThrow('a Condition');
  });

  it.each(Object.entries(RESOURCE_TYPES))(
    'has a reason why %s is run or inert',
    (_, { reason, here, properties }) => {
      expect(reason).not.toBe('');
      expect(properties !== undefined).toBe(here === 'run');
    },
  );
});

describe('The deployed template', () => {
  it('is fully supported by the local stack', async () => {
    const template = loadTemplate(await buildTemplate(LOCAL_SETTINGS));
    const runner = { invoke: async () => null, close: async () => {} };

    const api = readApi(template);
    const functions = functionsOf(template);
    const machines = template.of('AWS::StepFunctions::StateMachine');
    const tasks = machines.flatMap(
      ({ properties }) => readDefinition(properties.DefinitionString as string).tasks,
    );
    createEventBus(template, runner);

    expect(api.root.children.size).toBeGreaterThan(0);
    const arns = functions.map(({ arn }) => arn);
    for (const { resource } of tasks) expect(arns).toContain(resource);
    for (const output of ['StateMachineArn', 'RollbackStateMachineArn']) {
      expect(machines.map(({ ref }) => ref)).toContain(template.output(output));
    }
  });

  it('is built once for the same sources and settings', async () => {
    const [first, second] = await Promise.all([buildTemplate(LOCAL_SETTINGS), buildTemplate(LOCAL_SETTINGS)]);

    expect(second).toBe(first);
  });

  it("cannot be built with an invalid setting; the error is the app's own", async () => {
    await expect(buildTemplate({ ...LOCAL_SETTINGS, drainSeconds: -1 })).rejects.toThrow(
      expect.objectContaining({
        name: 'SynthError',
        message: expect.stringContaining('The setting drainSeconds is -1'),
      }),
    );
  });
});
