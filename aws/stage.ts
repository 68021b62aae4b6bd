import { type APIGatewayClient, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { SLOTS, type Slot } from '../model/keys.ts';

/** Which stage of which API. */
export interface StageId {
  readonly restApiId: string;
  readonly stageName: string;
}

/** The API's stage. Its variable `slot` is the only record of which slot is live. */
export interface Stage {
  readonly id: StageId;
  /** The slot that the API serves; null before the first release, when the stage has no variables. */
  readLiveSlot(abortSignal?: AbortSignal): Promise<Slot | null>;
  /** Makes the API serve a slot: one call, for every path at the same moment. */
  writeLiveSlot(slot: Slot): Promise<void>;
}

/** Binds the stage to a client. `id` can be a function, for callers that know the stage only when they use it. */
export function createStage(client: APIGatewayClient, id: StageId | (() => StageId)): Stage {
  const stageId = (): StageId => (typeof id === 'function' ? id() : id);
  return {
    get id() {
      return stageId();
    },
    async readLiveSlot(abortSignal) {
      const { variables } = await client.send(new GetStageCommand(stageId()), {
        ...(abortSignal && { abortSignal }),
      });
      return SLOTS.find((slot) => slot === variables?.slot) ?? null;
    },
    async writeLiveSlot(slot) {
      const patchOperations = [{ op: 'replace' as const, path: '/variables/slot', value: slot }];
      await client.send(new UpdateStageCommand({ ...stageId(), patchOperations }));
    },
  };
}
