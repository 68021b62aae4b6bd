import { defineCommand } from '../shared/parser.ts';
import { JSON_OPTION, TARGET_OPTIONS } from './common-options.ts';

/** Declarations of the commands that inspect the results of runs. */

export const RUNS = defineCommand({
  name: 'runs',
  summary: 'Lists runs, the newest first: outcome, counts, warnings, and which release is live.',
  options: {
    limit: { type: 'string', value: 'N', description: 'the number of runs', default: '20' },
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ['npm run runs -- --limit 5', 'npm run runs -- --stack MovieStatistics --json'],
});

export const QUARANTINE = defineCommand({
  name: 'quarantine',
  summary: 'Lists quarantined rows by reason, with examples.',
  details: ['Give either --month or --run.'],
  options: {
    month: { type: 'string', value: 'YYYY-MM', description: 'the committed run of this ingest month' },
    run: { type: 'string', value: 'RUN_ID', description: 'this run, committed or not' },
    file: {
      type: 'string',
      value: 'NAME',
      description: 'the source file',
      default: 'movies_metadata.csv',
    },
    reason: { type: 'string', value: 'CODE', description: 'only rows with this reason code' },
    examples: { type: 'string', value: 'N', description: 'examples of each reason', default: '3' },
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ['npm run quarantine -- --month 2026-10 --reason budget --examples 10'],
});

export const DIFF = defineCommand({
  name: 'diff',
  summary: 'Compares two releases: movies, figures, and addresses that appear or disappear.',
  options: {
    from: {
      type: 'string',
      value: 'RELEASE',
      description: 'the older release: a run id, blue or green; the default is the one before --to',
    },
    to: {
      type: 'string',
      value: 'RELEASE',
      description: 'the newer release: a run id, blue or green; the default is the live one',
    },
    limit: { type: 'string', value: 'N', description: 'the length of each list', default: '5' },
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ['npm run diff -- --limit 20', 'npm run diff -- --from blue --to green --json'],
});

export const VERIFY = defineCommand({
  name: 'verify',
  summary: 'Compares everything in the bucket with its recorded checksums and counts.',
  options: {
    month: { type: 'string', value: 'YYYY-MM', description: 'only this ingest month' },
    quick: { type: 'boolean', description: 'compare sizes and lists, and read no bodies' },
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ['npm run verify', 'npm run verify -- --month 2026-10 --quick --stack MovieStatistics'],
});

export const COST = defineCommand({
  name: 'cost',
  summary: 'Estimates the monthly bill from the last run and the content of the bucket.',
  options: {
    'api-calls': { type: 'string', value: 'N', description: 'API calls a month', default: '1000000' },
    downloads: { type: 'string', value: 'N', description: 'downloaded files a month', default: '100' },
    cached: {
      type: 'string',
      value: 'PERCENT',
      description: 'API calls that CloudFront answers from its cache',
      default: '80',
    },
    runs: { type: 'string', value: 'N', description: 'runs a month', default: '1' },
    run: {
      type: 'string',
      value: 'RUN_ID',
      description: 'the run to measure; the default is the newest that published',
    },
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ['npm run cost -- --api-calls 5000000 --stack MovieStatistics'],
});
