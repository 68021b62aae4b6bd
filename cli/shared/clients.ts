import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type Bucket, createBucket } from '../../aws/bucket.ts';
import { createStage, type Stage } from '../../aws/stage.ts';
import type { StackInfo, StackNames } from '../../local/stack/info.ts';

/** The AWS services of a local or a deployed stack, as far as commands use them. */
export interface Clients {
  readonly sfn: SFNClient;
  readonly s3: S3Client;
  /** The data bucket. */
  readonly bucket: Bucket;
  readonly stage: Stage;
  close(): void;
}

/** Connects to the servers of a local stack. */
export function createClients(info: StackInfo): Clients {
  const { endpoints, region, credentials } = info;
  const sfn = new SFNClient({ endpoint: endpoints.sfn, region, credentials });
  const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  const apiGateway = new APIGatewayClient({ endpoint: endpoints.api_gateway, region, credentials });
  return bindClients(info, { sfn, s3, apiGateway });
}

/** Binds SDK clients to a stack's bucket and stage. */
export function bindClients(
  names: StackNames,
  {
    sfn,
    s3,
    apiGateway,
  }: { readonly sfn: SFNClient; readonly s3: S3Client; readonly apiGateway: APIGatewayClient },
): Clients {
  return {
    sfn,
    s3,
    bucket: createBucket(s3, names.bucket),
    stage: createStage(apiGateway, { restApiId: names.rest_api_id, stageName: names.stage_name }),
    close() {
      for (const client of [sfn, s3, apiGateway]) client.destroy();
    },
  };
}
