import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { StackNames } from '../../local/stack/info.ts';
import { bindClients, type Clients } from './clients.ts';
import { OptionsError } from './options.ts';
import type { PollInterval } from './run-month.ts';

/** There is no such stack, or it isn't one of this service. The message is one sentence. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** Which output of the template tells what. */
const OUTPUTS: Readonly<Record<keyof StackNames, string>> = {
  bucket: 'BucketName',
  state_machine_arn: 'StateMachineArn',
  rollback_state_machine_arn: 'RollbackStateMachineArn',
  rest_api_id: 'ApiId',
  stage_name: 'StageName',
};

/** A command of minutes must outlive a throttled request or a connection that breaks. */
const PATIENCE = { maxAttempts: 10 };

/** The services' own clients, with the region and the credentials that the SDK finds. */
export function createAwsClients(names: StackNames): Clients {
  const s3 = new S3Client({
    ...PATIENCE,
    // What is read is judged by its own hash.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const sfn = new SFNClient(PATIENCE);
  const apiGateway = new APIGatewayClient(PATIENCE);
  return bindClients(names, { sfn, s3, apiGateway });
}

/** What the SDK says where it isn't told where to go or who asks, and what that means for an operator. */
const UNSET = [
  {
    said: /Region is missing/,
    means: 'no region is set to look for it in; set AWS_REGION to the one that it was deployed in',
  },
  {
    said: /^CredentialsProviderError/,
    means:
      'no credentials were found to ask AWS with; sign in, and set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
];

/**
 * The outputs of a stack by name, in the region that the SDK finds.
 * @throws StackError where there is none, OptionsError where nobody is told whom to ask
 */
export async function stackOutputs(stackName: string): Promise<ReadonlyMap<string, string>> {
  return askCloudFormation(stackName, async (client) => {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const { Outputs = [] } = Stacks[0] ?? (await missing(client, stackName));
    return new Map(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));
  });
}

/** The template that a stack was deployed with, as JSON. @throws StackError, OptionsError as {@link stackOutputs} does */
export async function stackTemplate(stackName: string): Promise<string> {
  return askCloudFormation(stackName, async (client) => {
    const template = new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Processed' });
    return (await client.send(template)).TemplateBody!;
  });
}

async function askCloudFormation<Answer>(
  stackName: string,
  ask: (client: CloudFormationClient) => Promise<Answer>,
): Promise<Answer> {
  const client = new CloudFormationClient(PATIENCE);
  try {
    return await ask(client);
  } catch (error) {
    const { name, message } = error as Error;
    // CloudFormation has no error of its own for it.
    if (name === 'ValidationError' && /does not exist/.test(message)) return await missing(client, stackName);
    const unset = UNSET.find(({ said }) => said.test(`${name}: ${message}`));
    if (unset) throw new OptionsError(`--stack is "${stackName}", but ${unset.means}.`, { cause: error });
    throw error;
  } finally {
    client.destroy();
  }
}

async function missing(client: CloudFormationClient, stackName: string): Promise<never> {
  throw new StackError(
    `There is no stack ${stackName} in ${await client.config.region()}, as this account is asked; give its name and AWS_REGION as it was deployed.`,
  );
}

/** What a stack's outputs tell of it. @throws StackError where one is missing */
export function namesFrom(stackName: string, outputs: ReadonlyMap<string, string>): StackNames {
  const read = (name: string): string => {
    const value = outputs.get(name);
    if (value) return value;
    throw new StackError(
      `The stack ${stackName} has no output ${name}: it is none of this service, or its deployment hasn't come to its end.`,
    );
  };
  return {
    bucket: read(OUTPUTS.bucket),
    state_machine_arn: read(OUTPUTS.state_machine_arn),
    rollback_state_machine_arn: read(OUTPUTS.rollback_state_machine_arn),
    rest_api_id: read(OUTPUTS.rest_api_id),
    stage_name: read(OUTPUTS.stage_name),
  };
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * How often an execution on AWS is asked: after one second, and ever more rarely down to every ten. All callers of an
 * account share a few GetExecutionHistory a second.
 */
export const deployedPollInterval: PollInterval = (looks) =>
  Math.min(FIRST_PAUSE_MS * 1.5 ** looks, LONGEST_PAUSE_MS);
