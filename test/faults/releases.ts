import { join } from 'node:path';
import { runRecordKey, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { once } from '../run/once.ts';
import type { Saved } from './bucket.ts';
import { EARLIER_MONTHS, writeDrops } from './drops.ts';
import { type Service, startService } from './service.ts';
import { readState, type State } from './state.ts';

/** A snapshot of the service: the bucket, the stage and the served documents. */
export interface Snapshot {
  readonly saved: Saved;
  readonly stage: Readonly<Record<string, string>>;
  readonly documents: State;
}

/** The service with three snapshots that tests can start from. */
export interface Releases {
  readonly service: Service;
  /** The folder of the drops, one folder per month; other test files read them as well. */
  readonly folder: string;
  /** Before the first release, after it, and after the second. */
  readonly nothing: Snapshot;
  readonly first: Snapshot;
  readonly second: Snapshot;
  goTo(moment: Snapshot): Promise<void>;
  /** The documents that the API serves. */
  documents(): Promise<State>;
  /** The run that made the live release of a snapshot. */
  runOf(moment: Snapshot): string;
  /** Runs a month, by default from its drop. @throws Error where the run fails */
  run(month: string, input?: object): Promise<void>;
  recordOf(execution: { executionArn: string; startDate: number }): Promise<RunRecord>;
  /** Ends all faults and interceptions. */
  clearFaults(): void;
  close(): Promise<void>;
}

export async function startReleases(): Promise<Releases> {
  const folder = await once('drops', writeDrops);
  const service = await startService();
  const { bucket, stage } = service;

  async function documents(): Promise<State> {
    return new Map([...(await readState(service))].filter(([name]) => name.startsWith('document ')));
  }

  async function run(month: string, input: object = { source: join(folder, month) }): Promise<void> {
    const { status, error, cause } = await service.run({ month, ...input });
    if (status !== 'SUCCEEDED') throw new Error(`The run of ${month} is ${status}: ${error}: ${cause}`);
  }

  async function moment(): Promise<Snapshot> {
    return { saved: await bucket.save(), stage: stage.read(), documents: await documents() };
  }

  const nothing: Snapshot = { saved: new Map(), stage: {}, documents: new Map() };
  const { first, second } = await once('releases', async () => {
    await run(EARLIER_MONTHS[0]);
    const afterFirst = await moment();
    await run(EARLIER_MONTHS[1]);
    return { first: afterFirst, second: await moment() };
  });
  await goTo(second);

  async function goTo({ saved, stage: variables }: Snapshot): Promise<void> {
    await bucket.restore(saved);
    stage.write(variables);
  }

  return {
    service,
    folder,
    nothing,
    first,
    second,
    goTo,
    documents,
    runOf({ saved, stage: { slot } }) {
      const marker = saved.get(slotMarkerKey(slot as Slot))!.body.toString();
      return (JSON.parse(marker) as SlotMarker).run_id;
    },
    run,
    async recordOf({ executionArn, startDate }) {
      const started_at = new Date(startDate).toISOString();
      return bucket.readJson<RunRecord>(runRecordKey(runIdOf({ execution_arn: executionArn, started_at })));
    },
    clearFaults() {
      service.intercept(null);
      service.proxy.decide(null);
    },
    close: () => service.close(),
  };
}
