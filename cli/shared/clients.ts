import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { StackInfo } from '../../local/stack/info.ts';

/** The AWS clients of a stack, of a local one or of one that is deployed. The commands use nothing else of it. */
export interface Clients {
  readonly sfn: SFNClient;
  readonly s3: S3Client;
  readonly apiGateway: APIGatewayClient;
  close(): void;
}

/** Connects to a stack's servers. */
export function createClients({ endpoints, region, credentials }: StackInfo): Clients {
  const sfn = new SFNClient({ endpoint: endpoints.sfn, region, credentials });
  const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  const apiGateway = new APIGatewayClient({ endpoint: endpoints.api_gateway, region, credentials });
  return closable({ sfn, s3, apiGateway });
}

/** Clients that are closed together. */
export function closable(clients: Omit<Clients, 'close'>): Clients {
  return {
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
