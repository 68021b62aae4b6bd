import { defineCommand } from '../shared/parser.ts';
import { COMMIT_OPTIONS, JSON_OPTION, SETTINGS_OPTION, TARGET_OPTIONS } from './common-options.ts';

/** Declarations of the commands that start runs. */

export const MONTH = defineCommand({
  name: 'month',
  summary: 'Runs one ingest month and publishes the release.',
  options: {
    month: { type: 'string', value: 'YYYY-MM', description: 'the ingest month', required: true },
    source: {
      type: 'string',
      value: 'URI',
      description: 'the drop: a folder, s3://, sftp:// or https:// address; {yyyy} and {mm} are the month',
    },
    from: {
      type: 'string',
      value: 'STEP',
      description: 'start at ingest, at normalize (from the raw copy) or at aggregate (from the tables)',
    },
    'dry-run': { type: 'boolean', description: 'commit nothing, and report what a real run would do' },
    'no-publish': { type: 'boolean', description: 'commit the month, but keep the live release' },
    ...COMMIT_OPTIONS,
    ...TARGET_OPTIONS,
    ...SETTINGS_OPTION,
    ...JSON_OPTION,
  },
  examples: [
    'npm run month -- --month 2026-10 --source fixtures/drops/2026-10',
    "npm run month -- --month 2026-10 --source 's3://movie-drops/{yyyy}-{mm}/' --stack MovieStatistics",
  ],
});

export const BACKFILL = defineCommand({
  name: 'backfill',
  summary: 'Runs several months in order and publishes once at the end.',
  options: {
    first: { type: 'string', value: 'YYYY-MM', description: 'the first ingest month', required: true },
    last: { type: 'string', value: 'YYYY-MM', description: 'the last ingest month', required: true },
    source: {
      type: 'string',
      value: 'URI',
      description: 'the drops; {yyyy} and {mm} are replaced by each month',
    },
    from: {
      type: 'string',
      value: 'STEP',
      description: 'start each month at ingest or at normalize (from the raw copy)',
    },
    resume: { type: 'string', value: 'ID', description: 'continue a backfill that was stopped or failed' },
    ...COMMIT_OPTIONS,
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    "npm run backfill -- --first 2024-01 --last 2026-10 --source 's3://movie-drops/{yyyy}-{mm}/'",
    'npm run backfill -- --first 2026-08 --last 2026-10 --from normalize',
  ],
});

export const REMOVE = defineCommand({
  name: 'remove',
  summary: 'Removes a month and publishes the release without it.',
  options: {
    month: { type: 'string', value: 'YYYY-MM', description: 'the ingest month to remove', required: true },
    'dry-run': { type: 'boolean', description: 'remove nothing, and report what a real run would do' },
    ...COMMIT_OPTIONS,
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ["npm run remove -- --month 2026-10 --reason 'delivered by mistake'"],
});

export const ROLLBACK = defineCommand({
  name: 'rollback',
  summary: 'Switches the API back to the previous release, or forward again.',
  options: {
    to: { type: 'string', value: 'RUN_ID', description: 'the run whose release the API must serve' },
    reason: COMMIT_OPTIONS.reason,
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ["npm run rollback -- --reason 'wrong figures'"],
});
