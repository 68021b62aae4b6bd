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

/** The stack does not exist, or it is not a stack of this service. The message is one sentence. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** The outputs of the template. */
const OUTPUTS: Readonly<Record<keyof StackNames, string>> = {
  bucket: 'BucketName',
  state_machine_arn: 'StateMachineArn',
  rollback_state_machine_arn: 'RollbackStateMachineArn',
  rest_api_id: 'ApiId',
  stage_name: 'StageName',
};

/** Long-running commands retry throttled requests and broken connections often. */
const CLIENT_CONFIG = { maxAttempts: 10 };

/** Clients of AWS, with the SDK's default region and credentials. */
export function createAwsClients(names: StackNames): Clients {
  const s3 = new S3Client({
    ...CLIENT_CONFIG,
    // The commands verify content by its recorded hash.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const sfn = new SFNClient(CLIENT_CONFIG);
  const apiGateway = new APIGatewayClient(CLIENT_CONFIG);
  return bindClients(names, { sfn, s3, apiGateway });
}

/** The SDK's errors for a missing region or missing credentials, each with the advice for the operator. */
const CONFIGURATION_ERRORS = [
  {
    pattern: /Region is missing/,
    advice: 'no region is set; set AWS_REGION to the region of the stack',
  },
  {
    pattern: /^CredentialsProviderError/,
    advice:
      'no AWS credentials were found; sign in, and set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
];

/**
 * The outputs of a stack by name, in the SDK's default region.
 * @throws StackError if there is no such stack, OptionsError if region or credentials are missing
 */
export async function stackOutputs(stackName: string): Promise<ReadonlyMap<string, string>> {
  return askCloudFormation(stackName, async (client) => {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const { Outputs = [] } = Stacks[0] ?? (await missing(client, stackName));
    return new Map(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));
  });
}

/** The template of a deployed stack as JSON. @throws StackError, OptionsError as {@link stackOutputs} does */
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
  const client = new CloudFormationClient(CLIENT_CONFIG);
  try {
    return await ask(client);
  } catch (error) {
    const { name, message } = error as Error;
    // CloudFormation has no specific error for an unknown stack.
    if (name === 'ValidationError' && /does not exist/.test(message)) return await missing(client, stackName);
    const known = CONFIGURATION_ERRORS.find(({ pattern }) => pattern.test(`${name}: ${message}`));
    if (known) throw new OptionsError(`--stack is "${stackName}", but ${known.advice}.`, { cause: error });
    throw error;
  } finally {
    client.destroy();
  }
}

async function missing(client: CloudFormationClient, stackName: string): Promise<never> {
  throw new StackError(
    `There is no stack ${stackName} in ${await client.config.region()} of this account; check its name and AWS_REGION.`,
  );
}

/** The names of a stack's resources, from its outputs. @throws StackError if an output is missing */
export function namesFrom(stackName: string, outputs: ReadonlyMap<string, string>): StackNames {
  const read = (name: string): string => {
    const value = outputs.get(name);
    if (value) return value;
    throw new StackError(
      `The stack ${stackName} has no output ${name}: it is not a stack of this service, or its deployment has not finished.`,
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
 * The pauses between polls of an execution on AWS grow from one second to ten, because all callers in an account share
 * a low rate limit of GetExecutionHistory.
 */
export const deployedPollInterval: PollInterval = (polls) =>
  Math.min(FIRST_PAUSE_MS * 1.5 ** polls, LONGEST_PAUSE_MS);
