import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey } from '@aws-sdk/client-s3';
import type { StackNames } from '../../local/stack/info.ts';
import { PREFIXES } from '../../model/keys.ts';
import type { MonthCommit } from '../../model/runs/reports.ts';
import { isCommit, type MonthFile } from '../../model/runs/tombstone.ts';
import type { Clients } from './clients.ts';

/** Reads a JSON object of the stack's bucket as text; null where there is none. */
export async function findText({ s3 }: Clients, { bucket }: StackNames, key: string): Promise<string | null> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? null;
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

/** Reads a JSON object of the stack's bucket; null where there is none. @throws Error naming the key where it is no JSON */
export async function findJson<Value>(
  clients: Clients,
  info: StackNames,
  key: string,
): Promise<Value | null> {
  const found = await findText(clients, info, key);
  if (found === null) return null;
  try {
    return JSON.parse(found) as Value;
  } catch (cause) {
    throw new Error(`${key} is no JSON: npm run verify tells what else is wrong, and what to do.`, { cause });
  }
}

/** The slot that the API serves; null before the first release. */
export async function liveSlot({ apiGateway }: Clients, info: StackNames): Promise<string | null> {
  const { variables } = await apiGateway.send(
    new GetStageCommand({ restApiId: info.rest_api_id, stageName: info.stage_name }),
  );
  return variables?.slot ?? null;
}

/** Every committed month. Those that were removed are not among them. */
export async function committedMonths(clients: Clients, info: StackNames): Promise<MonthCommit[]> {
  return (await monthFiles(clients, info)).filter(isCommit);
}

/** Every month that was ever committed, whether it is still there or was removed. */
export async function monthFiles(clients: Clients, info: StackNames): Promise<MonthFile[]> {
  const { Contents = [] } = await clients.s3.send(
    new ListObjectsV2Command({ Bucket: info.bucket, Prefix: PREFIXES.months }),
  );
  const files = await Promise.all(Contents.map(({ Key }) => findJson<MonthFile>(clients, info, Key!)));
  return files.filter((file) => file !== null);
}
