import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { readDistribution } from '../cdn/distribution.ts';
import { readApi } from '../gateway/api.ts';
import { createGateway } from '../gateway/gateway.ts';
import { requiredCredentials } from '../gateway/required-credentials.ts';
import { createS3Integration } from '../gateway/s3-integration.ts';
import { answerStageControl, openStageVariables } from '../gateway/stage.ts';
import { functionsOf } from '../lambda/functions.ts';
import { createLambdaRunner } from '../lambda/runner.ts';
import { readDeployments } from '../s3/deployments.ts';
import { CREDENTIALS, startS3 } from '../s3/server.ts';
import { answerSecrets, SECRETS_FILE } from '../secrets/secrets-manager.ts';
import { createEventBus } from '../states/event-rules.ts';
import { createExecutions, type Executions } from '../states/executions.ts';
import { openJournal } from '../states/journal.ts';
import { createMachine } from '../states/machine.ts';
import { answerStates } from '../states/protocol.ts';
import { LOCAL_REGION } from '../template/ids.ts';
import type { Template } from '../template/template.ts';
import type { StackInfo } from './info.ts';
import { openRouter } from './router.ts';
import { type LocalServer, listen } from './servers.ts';

export interface ServicesOptions {
  readonly template: Template;
  readonly dataDir: string;
  /** The port of website and API; null if they are not served. */
  readonly port: number | null;
  /** The URL of the Step Functions API. */
  readonly sfn: string;
  /** Receives warnings for the user, one line each. */
  readonly report: (line: string) => void;
}

/** The running services of the template. */
export interface Services {
  readonly info: Omit<StackInfo, 'pid' | 'started_at'>;
  readonly executions: Executions;
  /** Serves the Step Functions API. */
  readonly states: RequestListener;
  close(): Promise<void>;
}

/** Starts the services of the template on a data directory that this process has locked. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { template, dataDir, port, sfn, report } = options;
  // Reads the whole template first, so that unsupported parts are reported before anything starts.
  const api = readApi(template);
  const functions = functionsOf(template);
  const machineResources = template.of('AWS::StepFunctions::StateMachine');
  const pipeline = template.output('StateMachineArn');
  const rollback = template.output('RollbackStateMachineArn');
  const bucket = template.output('BucketName');
  const buckets = template.of('AWS::S3::Bucket').map(({ ref }) => ref);
  const distribution = readDistribution(template);
  const deployments = distribution && port !== null ? await readDeployments(template) : [];
  // Source buckets are not in the template, only in its settings.
  const sourceBuckets = functions.flatMap(({ environment }) => (environment.SOURCE_BUCKETS ?? '').split(','));

  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  try {
    const variables = openStageVariables(join(dataDir, 'stage.json'), api.stage.variables);
    const stage = { apiId: api.id, stageName: api.stage.name, variables };
    const control = await listen(
      0,
      listenerOf((...exchange) => answerStageControl(stage, ...exchange)),
    );
    closing.push(() => control.close());

    const s3 = await startS3({
      folder: join(dataDir, 's3'),
      buckets: [...new Set([...buckets, ...sourceBuckets.filter((name) => name !== '')])],
      log: join(dataDir, 'logs', 's3.log'),
    });
    closing.push(() => s3.close());

    const secrets = await listen(
      0,
      listenerOf((...exchange) => answerSecrets(join(dataDir, SECRETS_FILE), ...exchange)),
    );
    closing.push(() => secrets.close());

    const endpoints = {
      s3: s3.endpoint,
      sfn,
      api_gateway: control.url,
      secrets_manager: secrets.url,
    };
    const runner = createLambdaRunner({
      functions,
      folder: dataDir,
      environment: localEnvironment(endpoints),
    });
    closing.push(() => runner.close());
    const machines = machineResources.map(({ ref, logicalId, properties }) =>
      createMachine({
        arn: ref,
        name: logicalId,
        definition: properties.DefinitionString as string,
        runner,
      }),
    );
    const executions = createExecutions({
      machines,
      journal: openJournal(join(dataDir, 'executions')),
      bus: createEventBus(template, runner),
      now: () => new Date(),
      onUndelivered: ({ name, status }, error) =>
        report(`The end of the execution ${name} (${status}) could not be recorded: ${error.message}`),
    });

    let site: LocalServer | null = null;
    if (port !== null) {
      const integration = createS3Integration({ endpoint: s3.endpoint, credentials: CREDENTIALS });
      closing.push(() => integration.close());
      const gateway = createGateway({
        api,
        stageVariables: () => variables.read(),
        s3: integration,
        invoke: (arn, event) => runner.invoke(arn, event),
        credentials: CREDENTIALS,
        now: () => performance.now(),
        clock: () => new Date(),
      });
      // With a distribution, the API has a private port, and the router has the public one.
      const served = await listen(distribution ? 0 : port, listenerOf(gateway));
      closing.push(() => served.close());
      site = served;
      if (distribution) {
        const router = await openRouter({
          distribution,
          deployments,
          api,
          apiUrl: served.url,
          s3Endpoint: s3.endpoint,
          dataDir,
        });
        closing.push(() => router.close());
        const server = await listen(port, router.listener);
        closing.push(() => server.close());
        site = server;
      }
    }
    await executions.recover();
    return {
      info: {
        endpoints,
        region: LOCAL_REGION,
        credentials: CREDENTIALS,
        bucket,
        state_machine_arn: pipeline,
        rollback_state_machine_arn: rollback,
        rest_api_id: api.id,
        stage_name: api.stage.name,
        api: site?.url ?? null,
        api_credentials: requiredCredentials(api),
        website: distribution && site ? `${site.url}/` : null,
      },
      executions,
      states: listenerOf((...exchange) => answerStates(executions, ...exchange)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The variables of every function in addition to the template's: the local endpoints, permission to read folders and to
 * connect to any host, and additional certificate authorities of this machine.
 */
const localEnvironment = (endpoints: StackInfo['endpoints']): Record<string, string> => ({
  AWS_ENDPOINT_URL_S3: endpoints.s3,
  AWS_ENDPOINT_URL_SFN: endpoints.sfn,
  AWS_ENDPOINT_URL_API_GATEWAY: endpoints.api_gateway,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets_manager,
  FOLDER_SOURCES: 'allowed',
  ANY_SOURCE_HOST: 'allowed',
  ...(process.env.NODE_EXTRA_CA_CERTS && { NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS }),
});

/** A request listener that closes the connection if it fails. */
function listenerOf(answer: (...exchange: Parameters<RequestListener>) => Promise<void>): RequestListener {
  return (request, response) => {
    answer(request, response).catch(() => response.destroy());
  };
}
