import { defineCommand } from '../shared/parser.ts';
import { JSON_OPTION } from './common-options.ts';

/** Declarations of the commands for development. Their code is outside `cli/`. */

export const BENCH = defineCommand({
  name: 'bench',
  summary: 'Measures the pipeline on generated months and compares it with a plain DuckDB script.',
  options: {
    movies: {
      type: 'string',
      value: 'N,…',
      description: 'the sizes, in movies',
      default: '45000,450000,4500000',
    },
    'publish-up-to': {
      type: 'string',
      value: 'N',
      description: 'the largest size for which documents are also published',
      default: '450000',
    },
    ...JSON_OPTION,
  },
  examples: ['npm run bench -- --movies 45000,450000 --publish-up-to 45000'],
});

export const TEST_FAULTS = defineCommand({
  name: 'test:faults',
  summary: 'Repeats the pipeline under seeded connection faults or crashes and compares the results.',
  details: [
    'Every run must end in the same bytes as an undisturbed one, at once or after a repeat.',
    'Ctrl-C ends it after the current run, and prints the result so far.',
  ],
  options: {
    count: { type: 'string', value: 'N', description: 'the number of schedules', default: '100' },
    seed: {
      type: 'string',
      value: 'N',
      description: 'the seed of the first schedule; the others follow',
      default: '1',
    },
    crashes: {
      type: 'boolean',
      description: 'simulate crashes instead: before every request of every step, and after the last one',
    },
    ...JSON_OPTION,
  },
  examples: ['npm run test:faults -- --count 1000', 'npm run test:faults -- --count 1 --seed 17 --json'],
});

export const EXAMPLES = defineCommand({
  name: 'examples',
  summary: 'Writes the examples of OpenAPI (model/api/examples.json) from the sample months.',
  options: {},
  examples: ['npm run examples'],
});

export const FIXTURES = defineCommand({
  name: 'fixtures',
  summary: 'Generates the sample drops (fixtures/drops).',
  options: {},
  examples: ['npm run fixtures'],
});

export const TYPES_SITE = defineCommand({
  name: 'types:site',
  summary: "Generates the website's types (site/src/api/schema.d.ts) from OpenAPI.",
  options: {},
  examples: ['npm run types:site'],
});
