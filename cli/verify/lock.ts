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
    'No run can begin. Once Step Functions shows no execution in progress, delete it: the next run makes it anew.',
};

/** The lock is free, or held by a run that is in progress. Gives that run's id. */
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
    found: `held by the run ${holder.run_id}, whose execution ${status === null ? 'is not known any more' : `is ${status}`}`,
    advice: `The next run takes it over once none of its functions can be running any more: npm run runs${target && ` --${target}`} tells what became of it.`,
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

/** The stage's variable names a complete slot, once anything was released. */
export async function verifyStage(
  { stage }: Clients,
  markers: ReadonlyMap<Slot, CheckedMarker | 'broken'>,
  { findings }: VerifyOptions,
): Promise<void> {
  findings.checked('stage');
  const live = await stage.readLiveSlot();
  const marker = live === null ? undefined : markers.get(live);
  // What it holds can't be told, which has been said.
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
      : `Run a month; ${live ? slotMarkerKey(live) : 'the marker'} tells which run left the slot so.`,
  });
}
