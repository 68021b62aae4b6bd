import { defineCommand } from '../shared/parser.ts';
import { SERVING_OPTIONS, SETTINGS_OPTION } from './common-options.ts';

/** Declarations of the commands that serve website and API on this machine until they are interrupted. */

export const START = defineCommand({
  name: 'start',
  summary: 'Runs the sample months, then serves website and API.',
  options: { ...SERVING_OPTIONS, ...SETTINGS_OPTION },
  examples: ['npm start', 'npm start -- --port 0 --data-dir /tmp/movies'],
});

export const SERVE = defineCommand({
  name: 'serve',
  summary: 'Serves website and API of a data folder.',
  options: { ...SERVING_OPTIONS, ...SETTINGS_OPTION },
  examples: [
    'npm run serve -- --port 8080',
    `npm run serve -- --settings '{"website": false, "access": "iam"}'`,
  ],
});
