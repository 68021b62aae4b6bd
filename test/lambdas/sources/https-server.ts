import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { makeCertificate } from '../../fixtures/certificates.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface DropServer {
  /** `https://127.0.0.1:…` */
  readonly origin: string;
  /** The certificate authority of its certificate, as PEM. */
  readonly authority: string;
  /** The requests since the last call of {@link answer}. */
  readonly requests: readonly IncomingMessage[];
  /** Sets the responses to later requests and clears {@link requests}. */
  answer(by: Answer): void;
  close(): Promise<void>;
}

/** A local HTTPS server for drops. Clients do not trust its certificate by default. */
export async function startDropServer(): Promise<DropServer> {
  const { key, cert, authority } = makeCertificate();
  let answer: Answer = give(Buffer.of());
  const requests: IncomingMessage[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(request);
    answer(request, response);
  });
  // Clients that don't trust the certificate abort the handshake.
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority,
    requests,
    answer(by) {
      answer = by;
      requests.length = 0;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Makes this process trust the certificate authority of a server, as NODE_EXTRA_CA_CERTS does at startup. */
export function trust(...authorities: readonly string[]): void {
  setDefaultCACertificates([...getCACertificates('bundled'), ...authorities]);
}

export interface Given {
  readonly etag?: string;
  readonly modified?: string;
  /** Whether it supports range requests. @default true */
  readonly ranges?: boolean;
  /** Whether it sends a Content-Length header. @default true */
  readonly length?: boolean;
  /** The connection is cut after this many bytes of the body. */
  readonly cutAfter?: number;
}

/** Responds with a file. Follows RFC 9110, section 14, except where the options say otherwise. */
export function give(content: Buffer, given: Given = {}): Answer {
  const { etag, modified, ranges = true, length = true, cutAfter } = given;
  return (request, response) => {
    if (etag !== undefined) response.setHeader('etag', etag);
    if (modified !== undefined) response.setHeader('last-modified', modified);
    const asked = ranges ? /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') : null;
    const condition = request.headers['if-range'];
    const same = condition === undefined || condition === etag || condition === modified;
    let body = content;
    if (asked && same) {
      const start = Number(asked[1]);
      const end = Math.min(content.length, asked[2] === '' ? content.length : Number(asked[2]) + 1);
      if (start >= end) {
        response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
        return;
      }
      body = content.subarray(start, end);
      response.statusCode = 206;
      response.setHeader('content-range', `bytes ${start}-${end - 1}/${content.length}`);
    }
    if (length) response.setHeader('content-length', body.length);
    if (cutAfter === undefined || cutAfter >= body.length) {
      response.end(body);
      return;
    }
    response.flushHeaders();
    response.write(body.subarray(0, cutAfter), () => response.socket?.destroy());
  };
}

/** Uses the answers in order, one for each request. The last answer is used for all further requests. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let index = 0;
  return (request, response) => answers[Math.min(index++, answers.length - 1)]!(request, response);
}

/** A response with a status and without a body. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end();
  };
