import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { apiTemplate } from '../template/templates.ts';
import { type ClosedApi, method, PLAN, serveClosedApi } from './closed-api.ts';

const PROTECTED = method('GET /a', { ApiKeyRequired: true });

describe('A method that requires an API key', () => {
  let api: ClosedApi;
  beforeEach(async () => {
    api = await serveClosedApi([PROTECTED, method('OPTIONS /a', {})], PLAN);
  });
  afterEach(() => api.close());

  it('accepts the keys of a usage plan, given and generated ones', async () => {
    const { apiKeys } = readApi(apiTemplate([PROTECTED], { more: PLAN }));

    expect(apiKeys).toEqual(['k'.repeat(30), expect.stringMatching(/^[0-9a-f]{40}$/)]);
    for (const key of apiKeys) expect(await api.outcome('/a', { 'x-api-key': key })).toBe(200);
  });

  it.each([
    ['no key', {}],
    ['an unknown key', { 'x-api-key': 'x'.repeat(30) }],
    ['an empty key', { 'x-api-key': '' }],
    ['a disabled key', { 'x-api-key': 'o'.repeat(30) }],
    ['a key that is in no usage plan', { 'x-api-key': 'u'.repeat(30) }],
  ])('returns 403 for %s', async (_, headers) => {
    expect(await api.outcome('/a', headers)).toBe('403 {"message":"Forbidden"}');
  });

  it('leaves other methods open', async () => {
    expect(await api.outcome('/a', {}, 'OPTIONS')).toBe(200);
  });
});

it('A key of a usage plan without a stage is not accepted', () => {
  const Plan = { ...PLAN.Plan!, Properties: { ...PLAN.Plan!.Properties, ApiStages: [] } };

  expect(readApi(apiTemplate([PROTECTED], { more: { ...PLAN, Plan } })).apiKeys).toEqual([]);
});
