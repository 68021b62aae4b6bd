import type { Slot } from '../../model/keys.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { step } from '../runtime/handler.ts';
import { compare } from './compare.ts';
import { fill } from './fill.ts';

/** "compare" changes nothing; "fill" follows if the release differs. */
export type PublishEvent =
  | (RunOrder & { readonly step: 'compare' })
  | (RunOrder & { readonly step: 'fill'; readonly live: Slot | null; readonly target: Slot });

/** Makes the API's documents and writes them to the idle slot. */
export const handler = step('publish', async (event: PublishEvent, now) =>
  event.step === 'compare' ? compare(event, now) : fill(event, now),
);
