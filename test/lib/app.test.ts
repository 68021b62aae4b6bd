import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Runs the app as the CDK does, with context and output folder in the environment. */
function runApp(settings: unknown) {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-out-'));
  const context = { 'aws:cdk:bundling-stacks': [], settings };
  const { status, stderr } = spawnSync(process.execPath, ['bin/movie-statistics.ts'], {
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    encoding: 'utf8',
  });
  return { status, stderr, template: existsSync(join(outdir, 'MovieStatistics.template.json')) };
}

describe('The app', () => {
  it('writes the template with the settings of its context', () => {
    expect(runApp({ stageName: 'test' })).toEqual({ status: 0, stderr: '', template: true });
  });

  it('says in one line what is wrong with a setting', () => {
    expect(runApp({ mapConcurrency: 'many' })).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^The setting mapConcurrency is "many", but [^\n]*\.\n$/),
      template: false,
    });
  });
});
