import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readMonthFiles } from '../aws/commits.ts';
import { PROJECT } from '../local/project.ts';
import type { StackInfo } from '../local/stack/info.ts';
import type { Stack } from '../local/stack/stack.ts';
import { runRecordKey } from '../model/keys.ts';
import { isMonth } from '../model/months.ts';
import type { MonthCommit } from '../model/runs/reports.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import { isCommit, isTombstone } from '../model/runs/tombstone.ts';
import type { START } from './commands/serve.ts';
import { type Clients, createClients } from './shared/clients.ts';
import { log, print, rejectOnSignal, shutdownSignal, useStack } from './shared/command.ts';
import { credentialLines } from './shared/credentials.ts';
import { readDataDir, readPort, readSettings } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { monthRequest } from './shared/run-month.ts';
import { openServingStack } from './shared/serving.ts';
import { runIn } from './shared/stack-runs.ts';

const DROPS = join(PROJECT, 'fixtures/drops');

/** `npm start`: runs the sample months through the state machine, then serves website and API until it is interrupted. */
export async function run(options: OptionsOf<typeof START>): Promise<number> {
  const port = readPort(options.port);
  const dataDir = readDataDir(options['data-dir']);
  const settings = readSettings(options.settings);
  const signalled = shutdownSignal();
  const stack = await rejectOnSignal(signalled, openServingStack({ dataDir, port, settings, report: log }));
  return useStack(stack, signalled, async () => {
    for (const month of await missingMonths(stack)) {
      const input = { month, source: sampleSource(month), reason: 'sample month of npm start' };
      const run = await runIn(stack, { request: monthRequest(input), log, signalled });
      if (run.failure !== null) {
        log(`The sample month ${month} failed: ${run.failure}`);
        return 1;
      }
    }
    for (const line of credentialLines(stack.info)) log(line);
    print(greeting(stack.info, port));
    await stack.abort(`The stack was ended by ${await signalled}.`);
    return 0;
  });
}

/**
 * Returns the sample months to run: those that are neither finished nor removed. If the folder contains other months, the result is
 * empty, because generated movies must never be mixed with real ones.
 */
async function missingMonths(stack: Stack): Promise<string[]> {
  const clients = createClients(stack.info);
  try {
    const files = await readMonthFiles(clients.bucket);
    const commits = files.filter(isCommit);
    const removed = new Set(files.filter(isTombstone).map(({ month }) => month));
    const samples = readdirSync(DROPS)
      .filter((name) => isMonth(name) && !removed.has(name))
      .toSorted();
    const others = commits.filter((commit) => !isSample(commit));
    if (others.length > 0) {
      log(
        `The data folder contains ${others.map(({ month }) => month).join(', ')}: the sample months are skipped.`,
      );
      return [];
    }
    if ((await clients.stage.readLiveSlot()) === null) return samples;
    const finished = await Promise.all(commits.map((commit) => isFinished(clients, commit)));
    return samples.filter(
      (month) => !commits.some((commit, index) => commit.month === month && finished[index]),
    );
  } finally {
    clients.close();
  }
}

/**
 * Whether the run that committed the month succeeded. A run that was interrupted after the commit may not have published
 * the month.
 */
async function isFinished({ bucket }: Clients, { run_id }: MonthCommit): Promise<boolean> {
  const record = await bucket.findJson<RunRecord>(runRecordKey(run_id));
  return record?.outcome === 'succeeded';
}

/** Whether a month was read from the sample. Only the end of the path is compared, because the checkout may have been moved. */
function isSample({ month, source }: MonthCommit): boolean {
  return source?.endsWith(`/fixtures/drops/${month}`) ?? false;
}

function sampleSource(month: string): string {
  return pathToFileURL(join(DROPS, month)).href;
}

function greeting({ api, website }: StackInfo, port: number): string {
  return [
    '',
    `Serving ${website ?? `${api}/v1/`}   (Ctrl-C ends it)`,
    '',
    ...(website === null ? [] : [`  The website          ${website}`]),
    `  All API paths        curl -s ${api}/v1/`,
    `  Every release year   curl -s ${api}/v1/stats/year`,
    `  One year             curl -s ${api}/v1/stats/year/1995`,
    `  Genres, companies    curl -s ${api}/v1/stats/genre   curl -s ${api}/v1/stats/company`,
    `  Ingested months      curl -s ${api}/v1/status`,
    '',
    '  Another month        npm run month -- --month 2026-11 --source FOLDER',
    ...(port === 0 ? [] : ['  Another port         npm start -- --port 0']),
  ].join('\n');
}
