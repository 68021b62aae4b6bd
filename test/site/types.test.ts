import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { siteTypes, TYPES_FILE } from '../../site/types.ts';

it('The website knows the documents of the API as OpenAPI describes them: else run npm run types:site', async () => {
  expect(readFileSync(TYPES_FILE, 'utf8')).toBe(await siteTypes());
});
