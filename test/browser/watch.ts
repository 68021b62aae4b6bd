import type { Page, Request } from 'playwright-core';

/** What a page has done that no page may do, as sentences. */
export interface Watch {
  readonly faults: readonly string[];
  /** Sum of what all answers had as transferred, headers included, in bytes. */
  transferred(): Promise<number>;
}

/**
 * Takes down everything that goes wrong on a page from now on: errors and warnings on its console (where a breach of its
 * content security policy stands, too), exceptions, requests that fail, and requests to any other origin.
 */
export function watch(page: Page, origin: string): Watch {
  const faults: string[] = [];
  const finished: Request[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      faults.push(`${message.type()} on the console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    // A document that nobody waits for any more is given up by the page itself.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    faults.push(`failed: ${request.url()} (${request.failure()?.errorText})`);
  });
  page.on('request', (request) => {
    const { protocol } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && !request.url().startsWith(`${origin}/`)) {
      faults.push(`asked another origin: ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on('requestfinished', (request) => finished.push(request));
  const sizeOf = async (request: Request): Promise<number> => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    return responseBodySize + responseHeadersSize;
  };
  return {
    faults,
    transferred: async () => (await Promise.all(finished.map(sizeOf))).reduce((sum, size) => sum + size, 0),
  };
}
