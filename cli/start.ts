import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from '../local/project.ts';
import type { StackInfo } from '../local/stack/info.ts';
import type { Stack } from '../local/stack/stack.ts';
import { runRecordKey } from '../model/keys.ts';
import { isMonth } from '../model/months.ts';
import type { MonthCommit } from '../model/runs/reports.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import { isCommit, isTombstone } from '../model/runs/tombstone.ts';
import { type Clients, createClients } from './shared/clients.ts';
import { endingSignal, log, print, runCommand, unlessSignalled, useStack } from './shared/command.ts';
import { credentialLines } from './shared/credentials.ts';
import { findJson, liveSlot, monthFiles } from './shared/lake.ts';
import { readDataDir, readOptions, readPort, readSettings } from './shared/options.ts';
import { monthRequest } from './shared/run-month.ts';
import { openServingStack } from './shared/serving.ts';
import { runIn } from './shared/stack-runs.ts';

/** `npm start`: runs the sample months through the real state machine, then serves website and API until told to end. */

const DROPS = join(PROJECT, 'fixtures/drops');

await runCommand(async () => {
  const options = readOptions(
    {
      port: { type: 'string', default: '3000' },
      'data-dir': { type: 'string', default: '.local' },
      settings: { type: 'string' },
    },
    'npm start -- [--port N] [--data-dir DIR] [--settings JSON]',
  );
  const port = readPort(options.port);
  const dataDir = readDataDir(options['data-dir']);
  const settings = readSettings(options.settings);
  const signalled = endingSignal();
  const stack = await unlessSignalled(signalled, openServingStack({ dataDir, port, settings, report: log }));
  return useStack(stack, signalled, async () => {
    for (const month of await missingMonths(stack)) {
      const input = { month, source: sampleSource(month), reason: 'the sample of npm start' };
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
});

/**
 * The sample months that are still to be run; one that was removed isn't. None where the folder holds anything else: made-up
 * movies must never be counted among real ones.
 */
async function missingMonths(stack: Stack): Promise<string[]> {
  const clients = createClients(stack.info);
  try {
    const files = await monthFiles(clients, stack.info);
    const commits = files.filter(isCommit);
    const removed = new Set(files.filter(isTombstone).map(({ month }) => month));
    const samples = readdirSync(DROPS)
      .filter((name) => isMonth(name) && !removed.has(name))
      .toSorted();
    const others = commits.filter((commit) => !isSample(commit));
    if (others.length > 0) {
      log(
        `The data folder holds ${others.map(({ month }) => month).join(', ')}: the sample months are left out.`,
      );
      return [];
    }
    if ((await liveSlot(clients, stack.info)) === null) return samples;
    const finished = await Promise.all(commits.map((commit) => isFinished(clients, stack, commit)));
    return samples.filter(
      (month) => !commits.some((commit, index) => commit.month === month && finished[index]),
    );
  } finally {
    clients.close();
  }
}

/**
 * Whether the run that committed the month came to its end. One that was interrupted behind its commit may have left the
 * API behind the tables.
 */
async function isFinished(clients: Clients, stack: Stack, { run_id }: MonthCommit): Promise<boolean> {
  const record = await findJson<RunRecord>(clients, stack.info, runRecordKey(run_id));
  return record?.outcome === 'succeeded';
}

/** By the path's end alone: the checkout may have been moved since. */
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
    `  What the API has     curl -s ${api}/v1/`,
    `  Every release year   curl -s ${api}/v1/stats/year`,
    `  One year             curl -s ${api}/v1/stats/year/1995`,
    `  Genres, companies    curl -s ${api}/v1/stats/genre   curl -s ${api}/v1/stats/company`,
    `  What was ingested    curl -s ${api}/v1/status`,
    '',
    '  Another month        npm run month -- --month 2026-11 --source FOLDER',
    ...(port === 0 ? [] : ['  Another port         npm start -- --port 0']),
  ].join('\n');
}
