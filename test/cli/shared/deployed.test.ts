import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deployedPollInterval, namesFrom, stackOutputs } from '../../../cli/shared/deployed.ts';
import { type CloudFormation, startCloudFormation } from '../cloudformation.ts';

const OUTPUTS = {
  BucketName: 'movies-lake',
  StateMachineArn: 'arn:aws:states:eu-central-1:1:stateMachine:pipeline',
  RollbackStateMachineArn: 'arn:aws:states:eu-central-1:1:stateMachine:rollback',
  ApiId: 'x1y2z3',
  StageName: 'api',
  SiteUrl: 'https://movies.example.org/?a=1&b=2',
};

let cloudFormation: CloudFormation;
beforeAll(async () => {
  cloudFormation = await startCloudFormation('Movies', OUTPUTS);
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', cloudFormation.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloudFormation?.close();
});

describe('A deployed stack', () => {
  it('has outputs with the names that commands need', async () => {
    const outputs = await stackOutputs('Movies');
    expect(outputs.get('SiteUrl')).toBe(OUTPUTS.SiteUrl);
    expect(namesFrom('Movies', outputs)).toEqual({
      bucket: OUTPUTS.BucketName,
      state_machine_arn: OUTPUTS.StateMachineArn,
      rollback_state_machine_arn: OUTPUTS.RollbackStateMachineArn,
      rest_api_id: OUTPUTS.ApiId,
      stage_name: OUTPUTS.StageName,
    });
  });

  it('that does not exist is an error that names the region', async () => {
    await expect(stackOutputs('Music')).rejects.toThrow(/^There is no stack Music in eu-central-1/);
  });

  it('is an error that names the variables to set if region or credentials are missing', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    await expect(stackOutputs('Movies')).rejects.toThrow(/^--stack is "Movies", but .*AWS_PROFILE/);
    vi.stubEnv('AWS_REGION', undefined);
    await expect(stackOutputs('Movies')).rejects.toThrow(/^--stack is "Movies", but .*AWS_REGION/);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  });

  it('that lacks an output is an error that names the output', () => {
    const outputs = new Map(Object.entries(OUTPUTS).filter(([name]) => name !== 'ApiId'));
    expect(() => namesFrom('Music', outputs)).toThrow(/^The stack Music has no output ApiId:/);
  });

  it('is polled at growing intervals of at least one second', () => {
    const pauses = Array.from({ length: 20 }, (_, looks) => deployedPollInterval(looks));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect([pauses[0], pauses.at(-1)]).toEqual([1_000, 10_000]);
  });
});
