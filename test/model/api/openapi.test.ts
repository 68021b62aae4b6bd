import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { documentChecks, type OpenApi } from '../../../cli/smoke/contract.ts';
import { ALL_ENDPOINTS, TAGS } from '../../../model/api/endpoints.ts';
import examples from '../../../model/api/examples.json' with { type: 'json' };
import { openApi } from '../../../model/api/openapi.ts';

const document = openApi() as unknown as OpenApi;
const text = JSON.stringify(document);

describe('The OpenAPI document', () => {
  it('is valid OpenAPI 3.1 for an independent linter', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        // The path `/v1/` ends in a slash. It lists the paths of the API.
        'no-path-trailing-slash': 'off',
        // The API is public by default, and the document does not depend on the access settings of a deployment.
        'security-defined': 'off',
      },
    });
    const problems = await lintFromString({ source: text, absoluteRef: '/v1/openapi.json', config });
    expect(problems.map(({ message, location }) => `${message} (${location[0]!.pointer})`)).toEqual([]);
  });

  it('has an example of every document that matches its schema', () => {
    const checks = documentChecks(document);
    expect(Object.keys(examples).toSorted()).toEqual(ALL_ENDPOINTS.map(({ name }) => name).toSorted());
    for (const { name, path, example: at } of ALL_ENDPOINTS) {
      const { schema, example } = document.paths[path]!.get.responses[200]!.content!['application/json'];
      expect(schema.$ref, path).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(example, path).toEqual((examples as Record<string, unknown>)[name]);
      expect(checks.faultsOf(at, example)).toEqual([]);
    }
  });

  it('has schemas that reject invalid documents', () => {
    const checks = documentChecks(document);
    const year = examples.yearRanking;
    expect(
      checks.faultsOf('/v1/stats/ranking/year/total-revenue', { ...year, measure: 'total' }),
    ).not.toEqual([]);
    expect(checks.faultsOf('/v1/stats', { ...examples.stats, total_budget: 1.5 })).not.toEqual([]);
    expect(checks.faultsOf('/v1/stats', { ...examples.stats, movie_count: undefined })).not.toEqual([]);
  });

  it('has a tag and a description for every path, and a relative server', () => {
    for (const { path, tag } of ALL_ENDPOINTS) {
      const { get, head } = document.paths[path]!;
      expect([get.tags, head.tags]).toEqual([[tag], [tag]]);
      expect(get.description.length).toBeGreaterThan(20);
      expect(Object.keys(get.responses)).toEqual(
        expect.arrayContaining(['200', '304', '403', '404', '429', '500']),
      );
    }
    expect(document.tags.map(({ name }) => name)).toEqual(Object.keys(TAGS));
    for (const tag of Object.keys(TAGS)) expect(ALL_ENDPOINTS.map((endpoint) => endpoint.tag)).toContain(tag);
    const [server] = document.servers;
    const stage = 'https://abc.execute-api.eu-central-1.amazonaws.com/live/';
    expect(new URL(server!.url, `${stage}v1/openapi.json`).href).toBe(stage);
  });

  it('is the same on every call', () => {
    expect(JSON.stringify(openApi())).toBe(text);
  });
});
