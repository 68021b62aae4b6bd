import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STEPS } from '../../../lib/pipeline/functions.ts';
import { logicalName, plain, type Resource, synthesize } from '../synthesize.ts';

const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;

const stack = synthesize({
  source: 's3://movie-drops/{yyyy}-{mm}/',
  sourceBuckets: ['movie-drops', 'other-drops'],
  sourceHosts: ['drops.example.com', 'cdn.example.com:8443'],
  sftpHostKeys: { 'sftp.example.com': FINGERPRINT },
  sourceSecrets: { 'sftp.example.com': 'partner/sftp' },
  waitForDrop: 3,
  dropMarker: '_SUCCESS',
  drainSeconds: 0,
  logRetentionDays: 14,
  codeVersion: '0.1.0+abc',
});
const functions = Object.entries(stack.resources('AWS::Lambda::Function'));
const of = (step: string): Resource => {
  return functions.find(([id]) => id.startsWith(`Functions${logicalName(step)}Function`))![1];
};

describe('The functions', () => {
  it('creates functions only for the steps, the health check and constructs of the CDK', () => {
    // The functions of the CDK's constructs upload the website and empty its bucket.
    const own = functions.filter(([id]) => !id.startsWith('Custom'));

    expect(own.filter(([id]) => !id.startsWith('HealthCheck'))).toHaveLength(STEPS.length);
    expect(own).toHaveLength(STEPS.length + 1);
  });

  it.each(STEPS)('creates %s with the common runtime, tracing and its own log group', (step) => {
    const { Properties } = of(step);

    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
    expect(plain(Properties.LoggingConfig.LogGroup)).toMatch(/^<Functions\w+Logs\w+>$/);
    expect(Properties.Timeout).toBeLessThanOrEqual(900);
  });

  it('keeps the logs of every function for the configured retention', () => {
    for (const group of Object.values(stack.resources('AWS::Logs::LogGroup'))) {
      expect(group.Properties.RetentionInDays).toBe(14);
    }
  });

  it.each(STEPS)('passes the bucket, the code version and the log configuration to %s', (step) => {
    const { Variables } = of(step).Properties.Environment;

    expect(Variables).toMatchObject({
      CODE_VERSION: '0.1.0+abc',
      STACK_NAME: 'MovieStatistics',
      POWERTOOLS_SERVICE_NAME: 'movie-statistics',
      POWERTOOLS_LOG_LEVEL: 'INFO',
    });
    expect(plain(Variables.BUCKET)).toBe('<LakeBucketB1D32E10>');
  });

  it.each(STEPS)('passes no variables to %s that only local runs use', (step) => {
    const names = Object.keys(of(step).Properties.Environment.Variables);

    expect(names.filter((name) => /^AWS_|FOLDER_SOURCES|ANY_SOURCE_HOST|CA_CERTS|TMPDIR/.test(name))).toEqual(
      [],
    );
  });

  it.each(STEPS)('passes to %s every variable that its code reads', (step) => {
    const read = variablesReadBy(join('lambdas', step, 'handler.ts'));

    expect(Object.keys(of(step).Properties.Environment.Variables)).toEqual(expect.arrayContaining([...read]));
  });
});

describe('Settings', () => {
  it('passes settings to the functions as strings', () => {
    expect(of('plan').Properties.Environment.Variables).toMatchObject({
      SOURCE: 's3://movie-drops/{yyyy}-{mm}/',
      SOURCE_BUCKETS: 'movie-drops,other-drops',
      SOURCE_HOSTS: 'drops.example.com,cdn.example.com:8443',
      SFTP_HOST_KEYS: `{"sftp.example.com":"${FINGERPRINT}"}`,
      SOURCE_SECRETS: '{"sftp.example.com":"partner/sftp"}',
      WAIT_FOR_DROP_DAYS: '3',
      DROP_MARKER: '_SUCCESS',
      MAX_FILE_BYTES: '10000000000',
      LOCK_GRACE_SECONDS: '900',
      STAGE_NAME: 'live',
    });
    expect(of('publish').Properties.Environment.Variables.DRAIN_SECONDS).toBe('0');
    expect(of('ingest').Properties.Environment.Variables.PART_BYTES).toBe('16000000');
    expect(of('clean-up').Properties.Environment.Variables.RETAIN_RUNS_DAYS).toBe('30');
  });

  it('sets the grace period of the lock to the longest function time-out', () => {
    const longest = Math.max(...functions.map(([, { Properties }]) => Properties.Timeout));

    expect(Number(of('plan').Properties.Environment.Variables.LOCK_GRACE_SECONDS)).toBeGreaterThanOrEqual(
      longest,
    );
  });
});

describe('The SQL engine', () => {
  it('adds the layer of the SQL engine only to the functions that need it', () => {
    const layered = STEPS.filter((step) => of(step).Properties.Layers);

    expect(layered).toEqual(['aggregate', 'export', 'publish']);
    expect(Object.values(stack.resources('AWS::Lambda::LayerVersion'))[0]!.Properties).toMatchObject({
      CompatibleRuntimes: ['nodejs24.x'],
      CompatibleArchitectures: ['x86_64'],
    });
    for (const step of ['aggregate', 'export']) {
      expect(of(step).Properties).toMatchObject({ MemorySize: 3_008, EphemeralStorage: { Size: 6_144 } });
    }
  });
});

/** The variables that a module and its imports within the project read by `env` and `numberEnv`. */
function variablesReadBy(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  for (const [, name] of source.matchAll(/\b(?:env|numberEnv)\('(\w+)'\)/g)) found.add(name!);
  for (const [, path] of source.matchAll(/^(?:import|export) (?!type)[^;]*? from '(\.[^']+\.ts)';$/gm)) {
    for (const name of variablesReadBy(join(file, '..', path!), seen)) found.add(name);
  }
  return found;
}

it('The scan of the source code finds variables', () => {
  expect([...variablesReadBy('lambdas/plan/handler.ts')]).toEqual(
    expect.arrayContaining(['BUCKET', 'LOCK_GRACE_SECONDS', 'REST_API_ID']),
  );
  expect(readdirSync('lambdas')).toEqual(expect.arrayContaining([...STEPS]));
});
