import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { apiTemplate } from '../template/templates.ts';
import { type ClosedApi, method, PLAN, serveClosedApi } from './closed-api.ts';

describe('An API key', () => {
  let api: ClosedApi;
  const key = { 'x-api-key': 'k'.repeat(30) };
  beforeEach(async () => {
    api = await serveClosedApi([method('GET /a', { ApiKeyRequired: true }), method('OPTIONS /a', {})], PLAN);
  });

  afterEach(() => api.close());

  it('lets in whoever has it', async () => {
    expect(await api.outcome('/a', key)).toBe(200);
  });

  it.each([
    ['is missing', {}],
    ['nobody knows', { 'x-api-key': 'x'.repeat(30) }],
    ['is switched off', { 'x-api-key': 'o'.repeat(30) }],
    ['is in no plan', { 'x-api-key': 'u'.repeat(30) }],
  ])('that %s is a 403', async (_, headers) => {
    expect(await api.outcome('/a', headers)).toBe('403 {"message":"Forbidden"}');
  });

  it('is not asked for by other methods', async () => {
    expect(await api.outcome('/a', {}, 'OPTIONS')).toBe(200);
  });

  it('is throttled for itself', async () => {
    const other = neededKey();
    for (let index = 0; index < 3; index++) expect(await api.outcome('/a', key)).toBe(200);
    expect(await api.outcome('/a', key)).toBe('429 {"message":"Too Many Requests"}');
    expect(await api.outcome('/a', { 'x-api-key': other })).toBe(200);

    api.now += 1_000;
    expect(await api.outcome('/a', key)).toBe(200);
  });

  it('has its quota, which begins anew with the month', async () => {
    for (let index = 0; index < 5; index++) {
      api.now += 1_000;
      expect(await api.outcome('/a', key)).toBe(200);
    }
    api.now += 10_000;
    expect(await api.outcome('/a', key)).toBe('429 {"message":"Limit Exceeded"}');

    api.today = new Date('2026-02-01T00:00:00Z');
    expect(await api.outcome('/a', key)).toBe(200);
  });
});

/** The value that is made up for the key without one. */
function neededKey(): string {
  const api = readApi(apiTemplate([method('GET /a', { ApiKeyRequired: true })], { more: PLAN }));
  return api.apiKeys.find(({ value }) => value.length === 40)!.value;
}

describe('A template is refused that has', () => {
  it.each([
    ['a quota for each WEEK', { Quota: { Limit: 1, Period: 'WEEK' } }],
    ['a quota with an offset', { Quota: { Limit: 1, Period: 'DAY', Offset: 1 } }],
    ['a throttle for single methods', { ApiStages: [{ Throttle: { '/a/GET': { RateLimit: 1 } } }] }],
  ])('%s', (message, more) => {
    const Plan = { ...PLAN.Plan!, Properties: { ...PLAN.Plan!.Properties, ...more } };

    expect(() => readApi(apiTemplate([method('GET /a', {})], { more: { ...PLAN, Plan } }))).toThrow(message);
  });
});
