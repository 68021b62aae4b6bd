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
  /** The authority that its certificate is of, PEM. */
  readonly authority: string;
  /** The requests since {@link answer} was told. */
  readonly requests: readonly IncomingMessage[];
  /** How it answers from now on; requests count from 0 again. */
  answer(by: Answer): void;
  close(): Promise<void>;
}

/** A server of drops by HTTPS on this machine, whose certificate no one knows who isn't told. */
export async function startDropServer(): Promise<DropServer> {
  const { key, cert, authority } = makeCertificate();
  let answer: Answer = give(Buffer.of());
  const requests: IncomingMessage[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(request);
    answer(request, response);
  });
  // Clients that don't trust it break the handshake off.
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

/** Lets this process trust a server's authority, as NODE_EXTRA_CA_CERTS does from its start on. */
export function trust(...authorities: readonly string[]): void {
  setDefaultCACertificates([...getCACertificates('bundled'), ...authorities]);
}

export interface Given {
  readonly etag?: string;
  readonly modified?: string;
  /** Whether it answers `Range`. @default true */
  readonly ranges?: boolean;
  /** Whether it tells the length of what it gives. @default true */
  readonly length?: boolean;
  /** The connection is cut after this many bytes of the body. */
  readonly cutAfter?: number;
}

/** Gives a file out as a server does that does everything right, but for what it is told to do otherwise. RFC 9110, 14. */
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

/** Answers each request by the next of these, and those after them by the last. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let index = 0;
  return (request, response) => answers[Math.min(index++, answers.length - 1)]!(request, response);
}

/** An answer without a body. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end();
  };
