import type { Page, Request } from 'playwright-core';

/** The faults of a page and its traffic. */
export interface FaultLog {
  /** Faults as sentences. */
  readonly faults: readonly string[];
  /** Returns the transferred size of all responses with headers, in bytes. */
  transferred(): Promise<number>;
}

/**
 * Records the faults of a page: errors and warnings on its console (including violations of the content security policy),
 * exceptions, failed requests, and requests to other origins.
 */
export function recordFaults(page: Page, origin: string): FaultLog {
  const faults: string[] = [];
  const finished: Request[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      faults.push(`${message.type()} on the console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    // The page aborts requests that it no longer needs.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    faults.push(`failed: ${request.url()} (${request.failure()?.errorText})`);
  });
  page.on('request', (request) => {
    const { protocol } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && !request.url().startsWith(`${origin}/`)) {
      faults.push(`request to another origin: ${request.url()}`);
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
