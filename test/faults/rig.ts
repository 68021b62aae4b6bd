import { join } from 'node:path';
import type { ExecutionRecord } from '../../local/states/journal.ts';
import { runRecordKey, SLOTS, slotFolder } from '../../model/keys.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import type { Saved } from './bucket.ts';
import { EARLIER_MONTHS, MONTH, packedDrop, writeDrops } from './drops.ts';
import { pathOf, type Readings, type Release, startReading } from './readers.ts';
import { DROPS, type Intercept, type Service, startService } from './service.ts';
import { differencesBetween, readState, type State } from './state.ts';

/** A run to disturb, and its expected result. */
export interface Scenario {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The state after an undisturbed run. */
  readonly state: State;
  readonly release: Release;
  /** The number of requests of each step of that run. */
  readonly requests: ReadonlyMap<string, number>;
}

/** The result of a disturbed run. */
export interface Survival extends Readings {
  /** Whether the first execution succeeded. */
  readonly atOnce: boolean;
  /** The error of the first execution. */
  readonly error: string | null;
  /** The differences from the expected result; none where the run survived. */
  readonly wrong: readonly string[];
}

/** The service with two released months, from which every disturbed run starts. */
export interface Rig {
  readonly service: Service;
  readonly scenarios: readonly Scenario[];
  /** Runs a scenario with faults, and repeats it without faults if it failed. */
  survive(scenario: Scenario, trouble: Trouble): Promise<Survival>;
  close(): Promise<void>;
}

/** The faults of a run. */
export interface Trouble {
  readonly intercept?: Intercept;
  readonly decide?: Parameters<Service['proxy']['decide']>[0];
}

/** Errors whose message asks the operator to start the run again. */
const CLEAR = new Set([
  'TransientError',
  'LockLostError',
  'RunInProgressError',
  'LiveSlotMovedError',
  'SlotIncompleteError',
]);

const through: Intercept = (_, call) => call();

/** Makes a value by name, or returns the one that was already made; its files may be in the folder. */
export type Once = <Value>(name: string, make: (folder: string) => Promise<Value>) => Promise<Value>;

/** The state that every rig starts with. */
interface Beginning {
  readonly saved: Saved;
  readonly stage: Readonly<Record<string, string>>;
  readonly release: Release;
  /** The run that made the release. */
  readonly runId: string;
  readonly scenarios: readonly Scenario[];
}

export async function startRig(once: Once): Promise<Rig> {
  const folder = await once('drops', writeDrops);
  const service = await startService();
  const { bucket, stage, proxy } = service;
  await service.drops.restore(await packedDrop(folder));
  const inputs = [
    { name: 'a new month', input: { month: MONTH, source: join(folder, MONTH) } },
    {
      name: 'another drop of a committed month',
      input: { month: EARLIER_MONTHS[1], source: `s3://${DROPS}/${MONTH}/`, force: true },
    },
    {
      name: 'the removal of a committed month',
      input: { month: EARLIER_MONTHS[1], remove: true, force: true },
    },
  ];
  const { saved, stage: variables, release: before, runId: runBefore, scenarios } = await once('rig', begin);

  async function begin(): Promise<Beginning> {
    for (const month of EARLIER_MONTHS) await runUndisturbed({ month, source: join(folder, month) });
    const beginning = {
      saved: await bucket.save(),
      stage: stage.read(),
      release: await readRelease(),
      runId: await runServed(),
    };
    const undisturbed: Scenario[] = [];
    for (const each of inputs) {
      const requests = new Map<string, number>();
      let current = '';
      service.intercept((step, call) => {
        current = step;
        return call();
      });
      proxy.decide(() => {
        requests.set(current, (requests.get(current) ?? 0) + 1);
        return null;
      });
      await reset(beginning);
      await runUndisturbed(each.input);
      undisturbed.push({ ...each, state: await readState(service), release: await readRelease(), requests });
      clearFaults();
    }
    return { ...beginning, scenarios: undisturbed };
  }

  function clearFaults(): void {
    service.intercept(null);
    proxy.decide(null);
  }

  async function reset(to: Pick<Beginning, 'saved' | 'stage'>): Promise<void> {
    await bucket.restore(to.saved);
    stage.write(to.stage);
  }

  async function runUndisturbed(input: object): Promise<ExecutionRecord> {
    const record = await service.run(input);
    if (record.status !== 'SUCCEEDED') throw new Error(`${record.status}: ${record.error}: ${record.cause}`);
    return record;
  }

  async function runServed(): Promise<string> {
    const response = await fetch(`${service.url}/v1/status`);
    return ((await response.json()) as { run_id: string }).run_id;
  }

  async function readRelease(): Promise<Release> {
    const folderOfLive = slotFolder(SLOTS.find((each) => each === stage.read().slot)!);
    const listed = [...(await bucket.list(folderOfLive))].map(
      ([key, etag]) => [pathOf(key.slice(folderOfLive.length)), etag.replaceAll('"', '')] as const,
    );
    return new Map(listed.filter(([path]) => path !== 'v1/status'));
  }

  return {
    service,
    scenarios,
    async survive({ input, state, release }, { intercept = through, decide = null }) {
      await reset({ saved, stage: variables });
      const wrong: string[] = [];
      const paths = [...new Set([...before.keys(), ...release.keys()])];
      const releaseOf = (runId: string): Release => (runId === runBefore ? before : release);
      let reading: ReturnType<typeof startReading> | undefined;
      service.intercept((step, call) => {
        if (step === 'publish') reading ??= startReading(service.url, paths, releaseOf);
        return intercept(step, call);
      });
      proxy.decide(decide);
      let record = await service.run(input);
      const { error } = record;
      const atOnce = record.status === 'SUCCEEDED';
      proxy.decide(null);
      if (!atOnce) {
        if (record.status === 'FAILED' && !CLEAR.has(record.error ?? ''))
          wrong.push(`it failed with ${record.error}: ${record.cause}`);
        await service.recover();
        record = await service.run(input);
      }
      const readings = (await reading?.stop()) ?? { reads: 0, mixtures: [] };
      clearFaults();
      if (record.error === 'MonthNotCommittedError') {
        // A removal that completed but failed to record it can't be repeated: the state shows whether it completed.
      } else if (record.status !== 'SUCCEEDED') {
        wrong.push(`the repeat failed with ${record.error}: ${record.cause}`);
      } else {
        wrong.push(...(await faultsOfRecord(record)));
      }
      wrong.push(...differencesBetween(state, await readState(service)));
      return { atOnce, error, wrong, ...readings };
    },
    close: () => service.close(),
  };

  async function faultsOfRecord({ executionArn, startDate }: ExecutionRecord): Promise<string[]> {
    const runId = runIdOf({
      execution_arn: executionArn,
      started_at: new Date(startDate).toISOString(),
    });
    const { outcome, committed } = await bucket.readJson<RunRecord>(runRecordKey(runId));
    return outcome === 'succeeded' && committed
      ? []
      : [`run.json has outcome ${outcome}, committed ${committed}`];
  }
}
