import { createHash } from 'node:crypto';
import ssh2, { type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { MissingSourceError, SourceError } from '../../model/errors.ts';
import { CLIENT_CONFIG } from '../runtime/client-config.ts';
import { RetryableError } from './retry.ts';

/** The interval of keep-alive requests in ms, and the number of unanswered ones after which the connection is closed. */
const KEEPALIVE = { keepaliveInterval: 10_000, keepaliveCountMax: 3 } as const;

/** A server and the credentials for it. */
export interface SftpServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** `SHA256:…` of the server's accepted host keys. */
  readonly hostKeys: readonly string[];
  /** Its name in messages, without a password. */
  readonly place: string;
}

/** A callback of the client. */
type Done<Result> = (error: Error | null | undefined, result?: Result) => void;

/** A connection to a server's files. */
export interface SftpConnection {
  readonly alive: boolean;
  /**
   * Sends one request about the file at `place`. Fails when the connection is closed, or after `waitMs`.
   * @throws SourceError, RetryableError
   */
  call<Result>(
    place: string,
    ask: (sftp: SFTPWrapper, done: Done<Result>) => void,
    waitMs?: number,
  ): Promise<Result>;
  end(): void;
}

/** Connects to a server, verifies its host key and logs in. @throws SourceError, RetryableError */
export async function connectSftp(server: SftpServer): Promise<SftpConnection> {
  const { place, hostKeys, password } = server;
  const client = new ssh2.Client();
  const refusal = (why: string, cause?: unknown): SourceError =>
    new SourceError(`The source ${place} cannot be read: ${why}.`, { cause });
  let strange: string | null = null;
  let sftp: SFTPWrapper;
  const waiting = new Set<(error: Error) => void>();
  let alive = true;

  function lose(error: Error): void {
    alive = false;
    client.destroy();
    for (const fail of waiting) fail(error);
    waiting.clear();
  }
  const whenLost = new Promise<never>((_, reject) => {
    waiting.add(reject);
  });
  client.on('error', (error) => lose(strange === null ? faultOf(error, server) : refusal(strange)));
  client.on('close', () => lose(new RetryableError('the connection was closed')));
  // Keyboard-interactive login: the password is sent only to a single prompt without echo.
  client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) => {
    finish(prompts.length === 1 && prompts[0]!.echo !== true && password !== undefined ? [password] : []);
  });

  const config: ConnectConfig = {
    ...KEEPALIVE,
    host: server.host,
    port: server.port,
    username: server.username,
    readyTimeout: CLIENT_CONFIG.requestHandler.requestTimeout,
    ...(password !== undefined && { password, tryKeyboard: true }),
    ...(server.privateKey !== undefined && { privateKey: server.privateKey }),
    ...(server.passphrase !== undefined && { passphrase: server.passphrase }),
    hostVerifier: (key: Buffer) => {
      const seen = fingerprintOf(key);
      if (hostKeys.includes(seen)) return true;
      strange =
        hostKeys.length === 0
          ? `the setting sftpHostKeys has no key of this host; it shows ${seen} (${kindOf(key)}). Compare that with what its owner says, and set it`
          : `its host key is ${seen} (${kindOf(key)}), but the setting sftpHostKeys has only ${hostKeys.join(', ')}; the connection may be intercepted, ask its owner`;
      return false;
    },
  };
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', () => {
      client.sftp((error, wrapper) => {
        if (error) return reject(refusal(`its server doesn't offer SFTP (${error.message})`, error));
        sftp = wrapper;
        sftp.on('error', (fault: Error) => lose(faultOf(fault, server)));
        sftp.on('close', () => lose(new RetryableError('the connection was closed')));
        resolve();
      });
    });
  });
  client.connect(config);
  // Nagle's algorithm would add 40 ms to every request.
  client.setNoDelay(true);
  try {
    await Promise.race([ready, whenLost]);
  } catch (error) {
    client.destroy();
    throw error;
  }

  return {
    get alive() {
      return alive;
    },
    call<Result>(
      at: string,
      ask: (wrapper: SFTPWrapper, done: Done<Result>) => void,
      waitMs: number = CLIENT_CONFIG.requestHandler.requestTimeout,
    ) {
      return new Promise<Result>((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(late);
          waiting.delete(fail);
        };
        const fail = (error: Error): void => {
          settle();
          reject(error);
        };
        const late = setTimeout(() => {
          lose(new RetryableError(`no response arrived for ${waitMs / 1000} seconds`));
        }, waitMs);
        if (!alive) return fail(new RetryableError('the connection was closed'));
        waiting.add(fail);
        ask(sftp, (error, result) => {
          settle();
          if (error) reject(statusFault(at, error));
          else resolve(result as Result);
        });
      });
    },
    end() {
      alive = false;
      client.end();
    },
  };
}

/** A host key's fingerprint in the format of ssh-keygen -l. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}`;

/** RFC 4253, 6.6: a key begins with its algorithm's name. */
const kindOf = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE()).toString('latin1');

/** The error for a failed connection. */
function faultOf(error: Error & { level?: string; code?: string | number }, server: SftpServer): Error {
  const { level, code, message } = error;
  const refuse = (why: string): SourceError =>
    new SourceError(`The source ${server.place} cannot be read: ${why}.`, { cause: error });
  if (level === 'client-authentication') {
    return refuse(
      `its server rejects the login of the user ${server.username} with the credentials in the secret`,
    );
  }
  if (code === 'ENOTFOUND') return refuse(`there is no host ${server.host}`);
  if (level === 'handshake' && /no matching/i.test(message)) {
    return refuse(`its server and this service have no common algorithm (${message})`);
  }
  return new RetryableError(`the connection failed (${message})`, { cause: error });
}

/** Permanent statuses (draft-ietf-secsh-filexfer-02, 7). */
const NO_SUCH_FILE = 2;
const REASONS: Readonly<Record<number, string>> = {
  3: 'reading it is not allowed',
  8: 'its server does not support the request',
};

function statusFault(place: string, error: Error & { code?: string | number }): Error {
  const { code, message } = error;
  const refusal = (why: string): string => `The source ${place} cannot be read: ${why}.`;
  if (code === NO_SUCH_FILE)
    return new MissingSourceError(refusal('there is no such file or folder'), { cause: error });
  const reason = REASONS[Number(code)];
  if (reason !== undefined) return new SourceError(refusal(reason), { cause: error });
  return new RetryableError(`its server answers "${message}"`, { cause: error });
}
