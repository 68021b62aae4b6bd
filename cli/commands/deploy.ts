import { defineCommand } from '../shared/parser.ts';
import { JSON_OPTION, TARGET_OPTIONS } from './common-options.ts';

/** Declarations of the commands for deployed stacks. */

export const DEPLOY = defineCommand({
  name: 'deploy',
  summary: 'Deploys with the CDK, then reconciles each deployed stack as npm run settle does.',
  details: ['All arguments are passed to cdk deploy; npx cdk deploy --help lists its options.'],
  options: {},
  examples: ['npm run deploy', 'npm run deploy -- -c environment=prod'],
  passesArgumentsTo: 'cdk deploy',
});

export const SETTLE = defineCommand({
  name: 'settle',
  summary: 'Restores the live slot after a deployment and rebuilds documents that the new code changes.',
  options: {
    slot: {
      type: 'string',
      value: 'SLOT',
      description: 'the slot that was live (blue or green), if no record states it',
    },
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: ['npm run settle -- --stack MovieStatistics'],
});

export const SMOKE = defineCommand({
  name: 'smoke',
  summary: 'Checks over HTTP that a served release keeps the contract.',
  details: ['Exits with 1 if a check fails or no check ran.'],
  options: {
    url: {
      type: 'string',
      value: 'URL',
      description: 'check this address of a website or API, instead of --data-dir or --stack',
    },
    header: {
      type: 'string',
      value: "'NAME: VALUE'",
      description: 'a request header, such as an API key',
      multiple: true,
    },
    rate: {
      type: 'string',
      value: 'N',
      description: 'requests per second to a deployed stack',
      default: '10',
    },
    timeout: { type: 'string', value: 'SECONDS', description: 'the time for all checks', default: '600' },
    ...TARGET_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    'npm run smoke -- --stack MovieStatistics',
    "npm run smoke -- --url https://movies.example.org/ --header 'X-Api-Key: KEY'",
  ],
});
