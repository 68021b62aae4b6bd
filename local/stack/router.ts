import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createCdn } from '../cdn/cdn.ts';
import type { Distribution, OriginId } from '../cdn/distribution.ts';
import { httpOrigin, type Origin, s3Origin } from '../cdn/origins.ts';
import type { Api } from '../gateway/api.ts';
import { createS3Integration } from '../gateway/s3-integration.ts';
import { deployAllFiles, type FileDeployment } from '../s3/deployments.ts';
import { CREDENTIALS } from '../s3/server.ts';
import { InvalidTemplateError } from '../template/errors.ts';
import { LOCAL_REGION } from '../template/ids.ts';

export interface RouterOptions {
  readonly distribution: Distribution;
  readonly deployments: readonly FileDeployment[];
  readonly api: Api;
  /** The URL of the API; its paths begin at the root. */
  readonly apiUrl: string;
  readonly s3Endpoint: string;
  readonly dataDir: string;
}

/** Routes requests to the website's bucket or to the API, as the distribution does. */
export interface Router {
  readonly listener: RequestListener;
  close(): void;
}

/** Deploys the website's files to their bucket and opens the router for website and API. */
export async function openRouter(options: RouterOptions): Promise<Router> {
  const { distribution, deployments, api, apiUrl, s3Endpoint, dataDir } = options;
  const client = new S3Client({
    endpoint: s3Endpoint,
    region: LOCAL_REGION,
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  try {
    await deployAllFiles(client, deployments, join(dataDir, 'deployed.json'));
  } finally {
    client.destroy();
  }
  const s3 = createS3Integration({ endpoint: s3Endpoint, credentials: CREDENTIALS });
  const gateway = httpOrigin(apiUrl);
  const originOf = (id: OriginId): Origin => {
    if (id.kind === 's3') return s3Origin(s3, id.bucket);
    if (id.apiId === api.id && id.stage === api.stage.name) return gateway.ask;
    throw new InvalidTemplateError(
      `The distribution has the origin ${id.apiId}/${id.stage}, which is not an API of the template.`,
    );
  };
  const cdn = createCdn({ distribution, originOf });
  return {
    listener: (request, response) => {
      cdn(request, response).catch(() => response.destroy());
    },
    close() {
      gateway.close();
      s3.close();
    },
  };
}
