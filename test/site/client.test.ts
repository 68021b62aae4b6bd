import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../site/src/api/client.ts';
import { ApiProblem } from '../../site/src/api/problem.ts';
import { type Answer, type DocumentsServer, serveDocuments } from './documents-server.ts';

let server: DocumentsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function client(answers: Record<string, Answer>, now?: () => number) {
  server = await serveDocuments(new Map(Object.entries(answers)));
  return { api: createClient(server.origin, now), asked: server.asked };
}

const YEAR = { document: { year: 1995 } };

describe("The website's client", () => {
  it('requests a document once while it is fresh, and again five minutes later', async () => {
    let time = 0;
    const { api, asked } = await client({ '/v1/a': YEAR }, () => time);

    expect(await api.get('/v1/a')).toEqual({ year: 1995 });
    time = 299_999;
    expect(await api.get('/v1/a')).toEqual({ year: 1995 });
    expect(asked).toHaveLength(1);
    expect(api.peek('/v1/a')).toEqual({ year: 1995 });
    time = 300_000;
    expect(api.peek('/v1/a')).toBeUndefined();
    await api.get('/v1/a');
    expect(asked).toHaveLength(2);
  });

  it('shares one request between concurrent callers', async () => {
    const { api, asked } = await client({ '/v1/a': YEAR });

    expect(await Promise.all([api.get('/v1/a'), api.get('/v1/a')])).toEqual([{ year: 1995 }, { year: 1995 }]);
    expect(asked).toHaveLength(1);
  });

  it('returns the document to the other callers when one caller aborts', async () => {
    const { api, asked } = await client({ '/v1/a': YEAR });
    const aborted = new AbortController();
    const both = [api.get('/v1/a', aborted.signal), api.get('/v1/a', new AbortController().signal)];
    aborted.abort(new Error('left the page'));

    await expect(both[0]).rejects.toThrow('left the page');
    expect(await both[1]).toEqual({ year: 1995 });
    expect(asked).toHaveLength(1);
  });

  it('aborts the request when all callers have aborted', async () => {
    const { api } = await client({ '/v1/never': 'never' });
    const { signal, abort } = controlled();
    const waiting = api.get('/v1/never', signal);
    // The server must receive the request before it is aborted.
    while (server!.asked.length === 0) await new Promise(setImmediate);
    abort();

    await expect(waiting).rejects.toThrow('aborted');
    await server!.requestAborted();
  });

  it('throws the problem that the API reports and does not cache it', async () => {
    const { api, asked } = await client({});

    for (const _ of [1, 2]) {
      const problem: unknown = await api.get('/v1/none').catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(ApiProblem);
      expect(problem).toMatchObject({
        status: 404,
        title: 'Not found',
        detail: 'There is nothing at this path.',
        isNotFound: true,
      });
    }
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Answer, number]>([
    ['an error without a problem document', { status: 502, problem: '<html>Bad gateway</html>' }, 502],
    ['a problem without title and detail', { status: 500, problem: {} }, 500],
    ['a closed connection', 'break', 0],
    ['a response that is not JSON', { document: '<html>' }, 0],
  ])('throws ApiProblem for %s', async (_, answer, status) => {
    const { api } = await client({ '/v1/a': answer });

    const problem: unknown = await api.get('/v1/a').catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      status,
      title: expect.stringMatching(/\w/),
      detail: expect.stringMatching(/\w/),
    });
  });
});

function controlled() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
