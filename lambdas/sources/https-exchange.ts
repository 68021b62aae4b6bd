import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Agent, get } from 'node:https';
import { withoutSecrets } from '../../model/addresses.ts';
import { MissingSourceError, SourceError } from '../../model/errors.ts';
import { CLIENT_CONFIG } from '../runtime/client-config.ts';
import { assertAllowedHost } from './address.ts';
import { RetryableError } from './retry.ts';

const REDIRECTIONS: readonly number[] = [301, 302, 303, 307, 308];
/** More redirections are treated as a loop. */
const MAX_REDIRECTIONS = 5;

/** A client for one URL. */
export interface Exchange {
  /**
   * Requests the URL and follows redirections. Returns a response with status 200 or 206, whose body is not yet read.
   * @throws SourceError, RetryableError
   */
  get(headers: OutgoingHttpHeaders): Promise<IncomingMessage>;
  /** Closes all connections. */
  close(): void;
}

/**
 * Creates an HTTPS client. Certificates are always verified, regardless of the environment. The credentials are sent to the
 * URL's own host and port, and to no redirection's target.
 */
export function createExchange(url: URL, authorization: string | null): Exchange {
  const place = url.href;
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: true });
  return {
    async get(headers) {
      let at = url;
      for (let hops = 0; hops <= MAX_REDIRECTIONS; hops += 1) {
        const own = at.origin === url.origin && authorization !== null;
        const answer = await ask(at, { agent, headers: { ...headers, ...(own && { authorization }) } });
        if (!REDIRECTIONS.includes(answer.statusCode!)) {
          try {
            return checkedAnswer(answer, place, authorization !== null);
          } catch (error) {
            answer.destroy();
            throw error;
          }
        }
        answer.destroy();
        at = nextAddress(place, at, answer.headers.location);
      }
      throw new SourceError(
        `The source ${place} cannot be read: it redirects more than ${MAX_REDIRECTIONS} times.`,
      );
    },
    close: () => agent.destroy(),
  };
}

function nextAddress(place: string, from: URL, location: string | undefined): URL {
  const refuse = (why: string): SourceError =>
    new SourceError(`The source ${place} cannot be read: it leads to ${why}.`);
  if (location === undefined || !URL.canParse(location, from.href))
    throw refuse('no address that can be read');
  const next = new URL(location, from);
  const shown = withoutSecrets(next.href);
  if (next.protocol !== 'https:') throw refuse(`${shown}, which is not https`);
  if (next.username !== '' || next.password !== '')
    throw refuse(`${next.host} with credentials in the address`);
  assertAllowedHost(`${place}, which leads to ${shown},`, next);
  return next;
}

/** Sends one request. The response's body fails after a time without data. @throws SourceError, RetryableError */
function ask(url: URL, options: { agent: Agent; headers: OutgoingHttpHeaders }): Promise<IncomingMessage> {
  const { requestTimeout, socketTimeout } = CLIENT_CONFIG.requestHandler;
  return new Promise((resolve, reject) => {
    const request = get(url, {
      ...options,
      // No compression: the lengths and offsets in a compressed response differ from those in the archive.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'movie-statistics', ...options.headers },
    });
    const late = setTimeout(() => {
      request.destroy(new RetryableError(`its answer didn't begin within ${requestTimeout / 1000} seconds`));
    }, requestTimeout);
    request.once('response', (answer) => {
      clearTimeout(late);
      request.setTimeout(socketTimeout, () => {
        answer.destroy(new RetryableError(`no data arrived for ${socketTimeout / 1000} seconds`));
      });
      resolve(answer);
    });
    // An error after the response is reported by its body.
    request.on('error', (error) => {
      clearTimeout(late);
      reject(faultOf(url, error));
    });
  });
}

/** Errors of the certificate, which a retry doesn't solve. */
const UNTRUSTED = /^(CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;
const NO_TLS = /wrong version number|unsupported protocol|handshake failure|packet length too long/i;

function faultOf(url: URL, error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error;
  if (error instanceof RetryableError) return error;
  const refuse = (why: string): SourceError =>
    new SourceError(`The source ${withoutSecrets(url.href)} cannot be read: ${why}.`, { cause: error });
  if (code === 'ENOTFOUND') return refuse(`there is no host ${url.hostname}`);
  if (UNTRUSTED.test(code)) return refuse(`its certificate cannot be trusted (${code})`);
  if (NO_TLS.test(message)) return refuse('its server does not support a secure version of TLS');
  return new RetryableError(`the connection failed (${message.trim().split('\n')[0] || code})`, {
    cause: error,
  });
}

/** Explanations of error responses by HTTP status. */
const REASONS: Readonly<Record<number, string>> = {
  407: 'a proxy requires credentials',
  416: 'it is empty, or was changed while it was being read',
  451: 'its server may not provide it for legal reasons',
};
const MISSING: readonly number[] = [404, 410];
const BUSY: readonly number[] = [408, 425, 429];

/** Returns a successful response. @throws SourceError, RetryableError for any other */
function checkedAnswer(answer: IncomingMessage, place: string, authorized: boolean): IncomingMessage {
  const status = answer.statusCode!;
  const refusal = (why: string): string => `The source ${place} cannot be read: ${why}.`;
  if (status === 200 || status === 206) {
    const packed = answer.headers['content-encoding'] || 'identity';
    if (packed === 'identity') return answer;
    throw new SourceError(
      refusal(
        `its server compresses the archive again (Content-Encoding: ${packed}); turn compression off for it`,
      ),
    );
  }
  if (BUSY.includes(status) || status >= 500) {
    throw new RetryableError(`its server answers ${status}`, { waitMs: retryAfter(answer) });
  }
  if (MISSING.includes(status)) throw new MissingSourceError(refusal(`there is no such file (${status})`));
  if (status === 401 || status === 403) {
    throw new SourceError(
      refusal(
        authorized
          ? `its server rejects the credentials in the secret (${status})`
          : `its server denies access without credentials (${status}); name a secret for ${new URL(place).host} in the setting sourceSecrets`,
      ),
    );
  }
  throw new SourceError(refusal(REASONS[status] ?? `its server answers ${status}`));
}

/** The delay that the server requests by Retry-After, in ms. The header is a number of seconds or a date. */
function retryAfter({ headers }: IncomingMessage): number {
  const value = headers['retry-after'];
  if (value === undefined) return 0;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 0;
}
