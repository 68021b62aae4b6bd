import { openStack, type Stack } from '../../local/stack/stack.ts';
import { slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import { createClients } from '../shared/clients.ts';
import { log } from '../shared/command.ts';
import { createAwsClients, namesFrom, stackOutputs } from '../shared/deployed.ts';
import { openServingStack } from '../shared/serving.ts';

/** The addresses of one stack. */
export interface Addresses {
  readonly urls: readonly string[];
  /** Whether they must serve a release; null if that is unknown. */
  readonly released: boolean | null;
  readonly emulated: boolean;
  /** When caches stop serving an older release, in ms since 1970. @default 0 */
  readonly freshAt?: number;
  close(): Promise<void>;
}

/** How long CloudFront may cache a document: the API's max-age. */
const CACHED_MS = 300_000;

/** When caches stop serving the release before the live one, in ms since 1970. */
export const freshAfter = (live: Pick<SlotMarker, 'activated_at'> | null): number =>
  live?.activated_at == null ? 0 : Date.parse(live.activated_at) + CACHED_MS;

/** The addresses of a deployed stack's website and API. @throws StackError */
export async function addressesOfStack(stackName: string): Promise<Addresses> {
  const outputs = await stackOutputs(stackName);
  const names = namesFrom(stackName, outputs);
  const clients = createAwsClients(names);
  try {
    const slot = await clients.stage.readLiveSlot();
    const marker = slot === null ? null : await clients.bucket.findJson<SlotMarker>(slotMarkerKey(slot));
    const urls = ['SiteUrl', 'ApiUrl'].map((name) => outputs.get(name)).filter((url) => url !== undefined);
    return {
      urls,
      released: slot !== null,
      emulated: false,
      ...(outputs.has('SiteUrl') && { freshAt: freshAfter(marker) }),
      close: async () => {},
    };
  } finally {
    clients.close();
  }
}

/** The address of a data folder's stack, which is started if none is running. */
export async function addressesOfFolder(dataDir: string): Promise<Addresses> {
  const stack = await openAnyServingStack(dataDir);
  const clients = createClients(stack.info);
  const slot = await clients.stage.readLiveSlot().finally(() => clients.close());
  return {
    urls: [stack.info.api!],
    released: slot !== null,
    emulated: true,
    close: () => stack.close(),
  };
}

async function openAnyServingStack(dataDir: string): Promise<Stack> {
  const options = { dataDir, port: 0, report: log };
  const stack = await openStack(options);
  if (stack.info.api !== null) return stack;
  // The running stack serves no API, so a new stack is opened after this one ends.
  await stack.close();
  return openServingStack(options);
}
