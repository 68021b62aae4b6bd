import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { siteTypes, TYPES_FILE } from '../../site/types.ts';

it("The website's types match the OpenAPI document (run npm run types:site if they don't)", async () => {
  expect(readFileSync(TYPES_FILE, 'utf8')).toBe(await siteTypes());
});
