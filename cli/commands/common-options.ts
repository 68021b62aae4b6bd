import type { OptionTable } from '../shared/parser.ts';

/** Options that select the stack of a command: the local stack of a data folder, or a deployed stack. */
export const TARGET_OPTIONS = {
  'data-dir': {
    type: 'string',
    value: 'DIR',
    description: 'use the local stack of this data folder; without --stack the default is .local',
  },
  stack: { type: 'string', value: 'NAME', description: 'use the deployed stack of this name' },
} as const satisfies OptionTable;

/** The option for machine-readable output. */
export const JSON_OPTION = {
  json: { type: 'boolean', description: 'print JSON to stdout' },
} as const satisfies OptionTable;

/** The options of commands that serve a local stack. */
export const SERVING_OPTIONS = {
  port: {
    type: 'string',
    value: 'N',
    description: 'the port of website and API; 0 for any free one',
    default: '3000',
  },
  'data-dir': { type: 'string', value: 'DIR', description: 'the data folder', default: '.local' },
} as const satisfies OptionTable;

/** The option that sets the settings of a local stack. */
export const SETTINGS_OPTION = {
  settings: {
    type: 'string',
    value: 'JSON',
    description: 'settings of the local stack, which override those of cdk.json',
  },
} as const satisfies OptionTable;

/** Options of commands that commit months. */
export const COMMIT_OPTIONS = {
  force: { type: 'boolean', description: 'commit even if a gate fails; the record keeps the true values' },
  reason: { type: 'string', value: 'TEXT', description: 'the reason, stored in the record of the run' },
} as const satisfies OptionTable;
