import { join } from 'node:path';

/** The project's root: where the CDK app, its caches and node_modules are. */
export const PROJECT = join(import.meta.dirname, '..');
