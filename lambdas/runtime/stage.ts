import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { createStage } from '../../aws/stage.ts';
import { CLIENT_CONFIG } from './client-config.ts';
import { env } from './env.ts';

/** The stage as the functions use it: bound to the environment variables REST_API_ID and STAGE_NAME. */
export const { readLiveSlot, writeLiveSlot } = createStage(new APIGatewayClient(CLIENT_CONFIG), () => ({
  restApiId: env('REST_API_ID'),
  stageName: env('STAGE_NAME'),
}));
