import { APIGatewayClient, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { SLOTS, type Slot } from '../model/keys.ts';
import { PATIENCE } from './client-config.ts';
import { env } from './env.ts';

/** The live slot is read from the API's stage and switched there, so there is one truth. */

const client = new APIGatewayClient(PATIENCE);
const stage = () => ({ restApiId: env('REST_API_ID'), stageName: env('STAGE_NAME') });

/** The slot that the API serves; null before the first release. A new stage has no variables at all. */
export async function readLiveSlot(abortSignal?: AbortSignal): Promise<Slot | null> {
  const { variables } = await client.send(new GetStageCommand(stage()), {
    ...(abortSignal && { abortSignal }),
  });
  const slot = variables?.slot;
  return SLOTS.find((known) => known === slot) ?? null;
}

/** Makes the API serve a slot: one call, at once for every path. */
export async function writeLiveSlot(slot: Slot): Promise<void> {
  await client.send(
    new UpdateStageCommand({
      ...stage(),
      patchOperations: [{ op: 'replace', path: '/variables/slot', value: slot }],
    }),
  );
}
