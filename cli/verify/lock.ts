import { DescribeExecutionCommand, ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { LOCK_KEY, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import type { Clients } from '../shared/clients.ts';
import type { VerifyOptions } from './findings.ts';
import { type RecordToRead, readRecord } from './records.ts';
import type { CheckedMarker } from './releases.ts';

const LOCK: RecordToRead<z.ZodType<Pick<Lock, 'holder'>>> = {
  check: 'lock',
  key: LOCK_KEY,
  expected: 'a lock',
  schema: z.looseObject({
    holder: z
      .looseObject({ execution_arn: z.string(), run_id: z.string(), month: z.string().nullable() })
      .nullable(),
  }),
  advice:
    'No run can start. When Step Functions shows no execution in progress, delete the lock: the next run writes it again.',
};

/** Checks that the lock is free or held by a run in progress. Returns the id of that run. */
export async function verifyLock(
  clients: Clients,
  { findings, target }: VerifyOptions,
): Promise<string | null> {
  findings.checked('lock');
  const lock = await readRecord(clients.bucket, LOCK, findings);
  if (lock === 'missing' || lock === 'broken' || lock.holder === null) return null;
  const { holder } = lock;
  const status = await statusOf(clients, holder.execution_arn);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return holder.run_id;
  findings.differs({
    check: 'lock',
    key: LOCK_KEY,
    expected: 'a free lock, or one held by a run in progress',
    found: `held by run ${holder.run_id}, whose execution ${status === null ? 'no longer exists' : `is ${status}`}`,
    advice: `The next run takes it over when none of its functions can still be running; npm run runs${target && ` --${target}`} shows its outcome.`,
  });
  return null;
}

async function statusOf({ sfn }: Clients, executionArn: string): Promise<string | null> {
  try {
    return (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status ?? null;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return null;
    throw error;
  }
}

/** Checks that the stage's variable names a complete slot, if anything was released. */
export async function verifyStage(
  { stage }: Clients,
  markers: ReadonlyMap<Slot, CheckedMarker | 'broken'>,
  { findings }: VerifyOptions,
): Promise<void> {
  findings.checked('stage');
  const live = await stage.readLiveSlot();
  const marker = live === null ? undefined : markers.get(live);
  // A broken marker is already a finding.
  if (marker === 'broken' || marker?.complete) return;
  const [released] = [...markers.values()]
    .filter((found) => found !== 'broken')
    .filter(({ complete, activated_at }) => complete && activated_at !== null)
    .toSorted((a, b) => Date.parse(b.activated_at!) - Date.parse(a.activated_at!));
  if (live === null && released === undefined) return;
  findings.differs({
    check: 'stage',
    key: `${stage.id.restApiId}/${stage.id.stageName}`,
    expected: 'the variable slot with the name of a complete slot',
    found: live === null ? 'no such variable' : `${live}, which is ${marker ? 'not complete' : 'empty'}`,
    advice: released
      ? `npm run deploy sets it again; by hand: aws apigateway update-stage --rest-api-id ${stage.id.restApiId} --stage-name ${stage.id.stageName} --patch-operations op=replace,path=/variables/slot,value=${released.slot}`
      : `Run a month; ${live ? slotMarkerKey(live) : 'the marker'} names the run that left the slot incomplete.`,
  });
}
