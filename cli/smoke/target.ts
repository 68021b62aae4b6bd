import { openStack, type Stack } from '../../local/stack/stack.ts';
import { slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import { createClients } from '../shared/clients.ts';
import { log } from '../shared/command.ts';
import { createAwsClients, namesFrom, stackOutputs } from '../shared/deployed.ts';
import { openServingStack } from '../shared/serving.ts';

/** Addresses of one stack that are to be checked. */
export interface Addresses {
  readonly urls: readonly string[];
  /** Whether a release must be there; null where only the addresses are known. */
  readonly released: boolean | null;
  readonly emulated: boolean;
  /** From when on no cache can serve documents of another release, in ms since 1970. @default always so */
  readonly freshAt?: number;
  close(): Promise<void>;
}

/** How long CloudFront may keep a document of the release before: the API's own max-age. */
const CACHED_MS = 300_000;

/** From when on caches have let go of the release before the live one, in ms since 1970. */
export const freshAfter = (live: Pick<SlotMarker, 'activated_at'> | null): number =>
  live?.activated_at == null ? 0 : Date.parse(live.activated_at) + CACHED_MS;

/** A deployed stack's website, with everything below it, and its API by itself. @throws StackError */
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

/** What a data folder's stack serves: the one that runs on it, or one that is started for this. */
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
  // It only runs a month: a stack that serves is opened once that has ended.
  await stack.close();
  return openServingStack(options);
}
