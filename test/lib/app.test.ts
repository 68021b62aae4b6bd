import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectContext } from './synthesize.ts';

/** Runs the app as the CDK does, with context and output folder in the environment. */
function runApp(given: Record<string, unknown>) {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-out-'));
  const context = { 'aws:cdk:bundling-stacks': [], ...given };
  const { status, stderr } = spawnSync(process.execPath, ['bin/movie-statistics.ts'], {
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    encoding: 'utf8',
  });
  const templates = readdirSync(outdir).filter((name) => name.endsWith('.template.json'));
  rmSync(outdir, { recursive: true });
  return { status, stderr, templates: templates.map((name) => name.replace('.template.json', '')) };
}

describe('The app', () => {
  it('writes the template of the given environment and, for a given repository, the template of the GitHub roles', () => {
    const { environments } = projectContext();
    const settings = { stageName: 'test' };
    const github = { repository: 'example/movie-statistics' };

    expect(runApp({ settings, environments, environment: 'prod', ...github })).toEqual({
      status: 0,
      stderr: '',
      templates: ['MovieStatistics-GitHub', 'MovieStatistics-prod'],
    });
  });

  it('reports an invalid setting in one line', () => {
    expect(runApp({ settings: { mapConcurrency: 'many' } })).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^The setting mapConcurrency is "many", but [^\n]*\.\n$/),
      templates: [],
    });
  });

  it('reports an unknown environment in one line', () => {
    expect(runApp({ environment: 'staging', environments: { dev: {}, prod: {} } })).toEqual({
      status: 1,
      stderr: 'The environment "staging" is unknown; cdk.json (context.environments) has dev, prod.\n',
      templates: [],
    });
  });
});
