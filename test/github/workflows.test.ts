import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { environmentNames, stackNameOf } from '../../lib/settings/environments.ts';
import { projectContext } from '../lib/synthesize.ts';

const FOLDER = '.github/workflows';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Readonly<
  Record<'scripts' | 'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
>;
const files = readdirSync(FOLDER).toSorted();
const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const workflowOf = (file: string): Workflow => parseYaml(textOf(file)) as Workflow;
const jobsOf = (file: string): [string, Job][] => Object.entries(workflowOf(file).jobs);
const stepsOf = ({ steps = [] }: Job): readonly Step[] => steps;
const commandsOf = (job: Job): string =>
  stepsOf(job)
    .flatMap(({ run }) => run ?? [])
    .join('\n');

/** The effective permissions of a job: its own, or those of the workflow by default. */
const permissionsOf = (file: string, job: Job) => job.permissions ?? workflowOf(file).permissions;

describe.each(files)('%s', (file) => {
  it('pins every action to a commit and names its version in a comment', () => {
    const used = [...textOf(file).matchAll(/^\s*-? ?uses: (\S+)(.*)$/gm)].filter(
      ([, action]) => !action!.startsWith('./'),
    );

    expect(used.length + jobsOf(file).filter(([, { uses }]) => uses).length).toBeGreaterThan(0);
    for (const [, action, comment] of used) {
      expect(action).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  it('grants at most read access to the code by default and sets explicit permissions for every job', () => {
    const { permissions } = workflowOf(file);

    expect([{}, { contents: 'read' }]).toContainEqual(permissions);
    for (const [name, job] of jobsOf(file)) {
      const granted = Object.entries(permissionsOf(file, job)!);
      expect(granted.length, name).toBeGreaterThan(0);
      for (const [scope, level] of granted) {
        expect([`${scope}: read`, 'id-token: write', 'security-events: write'], name).toContain(
          `${scope}: ${level}`,
        );
      }
    }
  });

  it('uses no secrets and does not persist credentials in the checkout', () => {
    expect(textOf(file)).not.toMatch(/secrets[.[]|access-key|AKIA|pull_request_target/i);
    for (const [name, job] of jobsOf(file)) {
      for (const step of stepsOf(job).filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
        expect(step.with?.['persist-credentials'], name).toBe(false);
      }
    }
  });

  it('runs only npm scripts that exist and interpolates no expressions into commands', () => {
    for (const [name, job] of jobsOf(file)) {
      const commands = commandsOf(job);
      for (const [, script] of commands.matchAll(/npm run ([\w:]+)/g)) {
        expect(manifest.scripts, name).toHaveProperty(script!);
      }
      expect(commands, name).not.toContain('${{');
    }
  });

  it('has a time-out for every job', () => {
    for (const [name, job] of jobsOf(file)) {
      if (job.uses === undefined) expect(job['timeout-minutes'], name).toBeLessThanOrEqual(240);
    }
  });
});

describe('deploy.yml', () => {
  const { jobs } = workflowOf('deploy.yml');
  const environments = environmentNames(projectContext());

  it('deploys every environment, runs the smoke test after each deployment and never deploys one environment concurrently', () => {
    const deployed = Object.entries(jobs).filter(([, job]) => job.environment !== undefined);

    expect(deployed.map(([, job]) => job.environment)).toEqual(environments);
    for (const [name, job] of deployed) {
      const commands = commandsOf(job).split('\n');
      expect(commands).toContain(`npm run deploy -- -c environment=${name} --require-approval never`);
      expect(commands.at(-1)).toBe(`npm run smoke -- --stack ${stackNameOf(name)}`);
      expect(job.concurrency).toEqual({ group: `deploy-${name}`, 'cancel-in-progress': false });
    }
  });

  it('deploys only tested pushes to main, and prod only after dev', () => {
    expect(workflowOf('deploy.yml').on.push).toEqual({ branches: ['main'] });
    expect(jobs.test).toMatchObject({
      if: "github.event_name == 'push'",
      uses: './.github/workflows/ci.yml',
    });
    expect(jobs.dev).toMatchObject({ needs: 'test', if: expect.stringContaining("== 'push'") });
    expect(jobs.prod!.needs).toBe('dev');
  });

  it('computes the diff only for pull requests from the same repository, with a role that cannot deploy', () => {
    const { diff } = jobs;

    expect(diff!.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    expect(diff!.environment).toBeUndefined();
    expect(JSON.stringify(diff)).not.toContain('AWS_DEPLOY_ROLE');
    for (const environment of environments) {
      expect(JSON.stringify(diff)).toContain(`vars.AWS_DIFF_ROLE_${environment.toUpperCase()}`);
    }
  });

  it('requests an OIDC token only in the jobs that deploy or compute the diff', () => {
    const jobsWithToken = files.flatMap((file) =>
      jobsOf(file)
        .filter(([, job]) => permissionsOf(file, job)?.['id-token'] === 'write')
        .map(([name]) => `${file} ${name}`),
    );

    expect(jobsWithToken).toEqual(['deploy.yml diff', 'deploy.yml dev', 'deploy.yml prod']);
  });
});

describe('ci.yml', () => {
  it('runs .ci/run and synth in one job, and audits the production dependencies in a separate job', () => {
    const { test, audit } = workflowOf('ci.yml').jobs;

    expect(commandsOf(test!)).toBe('.ci/run\nnpm run synth');
    expect(commandsOf(audit!)).toMatch(/^npm audit .*--omit=dev --audit-level=high$/m);
    expect(commandsOf(test!)).not.toContain('audit');
  });
});

describe('renovate.json', () => {
  interface Rule {
    readonly groupName?: string;
    readonly matchPackageNames?: readonly string[];
    readonly allowedVersions?: string;
  }
  const renovate = JSON.parse(readFileSync('renovate.json', 'utf8')) as Record<string, unknown> & {
    packageRules: readonly Rule[];
  };
  const { dependencies, devDependencies } = manifest;
  const installed = Object.keys({ ...dependencies, ...devDependencies });

  it('pins versions that are at least a week old and never merges automatically', () => {
    expect(renovate).toMatchObject({
      rangeStrategy: 'pin',
      minimumReleaseAge: '7 days',
      automerge: false,
      lockFileMaintenance: { enabled: true },
    });
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d/);
    }
  });

  it('keeps the package aws-cdk below version 3, which is a different program', () => {
    expect(renovate.packageRules).toContainEqual(
      expect.objectContaining({ matchPackageNames: ['aws-cdk'], allowedVersions: '<3' }),
    );
    expect(devDependencies['aws-cdk']).toMatch(/^2\./);
  });

  it('names only installed packages', () => {
    for (const pattern of renovate.packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames)) {
      const start = pattern.replace('**', '');
      expect(
        installed.some((name) => (pattern.endsWith('**') ? name.startsWith(start) : name === pattern)),
        pattern,
      ).toBe(true);
    }
  });
});
