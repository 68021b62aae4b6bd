import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { TYPES_SITE } from '../cli/commands/develop.ts';
import { runCommand } from '../cli/shared/command.ts';
import { openApi } from '../model/api/openapi.ts';

/** Where the website keeps the types of the API's documents. */
export const TYPES_FILE = join(import.meta.dirname, 'src/api/schema.d.ts');

/** The types of the API's documents as TypeScript, made from the OpenAPI document. */
export async function siteTypes(): Promise<string> {
  const types = astToString(await openapiTS(openApi() as unknown as OpenAPI3));
  return `/** Made by \`npm run types:site\` from the OpenAPI document; not to be edited. */\n\n${types}`;
}

if (import.meta.main) {
  await runCommand(TYPES_SITE, async () => {
    writeFileSync(TYPES_FILE, await siteTypes());
    return 0;
  });
}
