import { createHash } from 'node:crypto';
import ssh2, { type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { MissingSourceError, SourceError } from '../../model/errors.ts';
import { CLIENT_CONFIG } from '../runtime/client-config.ts';
import { RetryableError } from './retry.ts';

/** How often a connection on which nothing comes is asked for a sign of life, and how often it may miss to give one. */
const KEEPALIVE = { keepaliveInterval: 10_000, keepaliveCountMax: 3 } as const;

/** A server and who this service is there. */
export interface SftpServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** `SHA256:…` of the keys that the server may have. */
  readonly hostKeys: readonly string[];
  /** What messages call it; without a password. */
  readonly place: string;
}

/** What a callback of the client takes. */
type Done<Result> = (error: Error | null | undefined, result?: Result) => void;

/** A connection to a server's files. */
export interface SftpConnection {
  readonly alive: boolean;
  /**
   * Asks one thing about the file at `place`; fails as soon as the connection is gone or, after `waitMs`, too slow.
   * @throws SourceError, RetryableError
   */
  call<Result>(
    place: string,
    ask: (sftp: SFTPWrapper, done: Done<Result>) => void,
    waitMs?: number,
  ): Promise<Result>;
  end(): void;
}

/** Connects to a server whose key is known, and logs in. @throws SourceError, RetryableError */
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
  // Asked for a password in a dialogue: only a question that is plainly one gets it.
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
          : `its host key is ${seen} (${kindOf(key)}), but the setting sftpHostKeys has only ${hostKeys.join(', ')}; somebody may stand in between, ask its owner`;
      return false;
    },
  };
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', () => {
      client.sftp((error, wrapper) => {
        if (error) return reject(refusal(`its server gives no files out by SFTP (${error.message})`, error));
        sftp = wrapper;
        sftp.on('error', (fault: Error) => lose(faultOf(fault, server)));
        sftp.on('close', () => lose(new RetryableError('the connection was closed')));
        resolve();
      });
    });
  });
  client.connect(config);
  // Every question waits for its answer: held back to be sent with the next, it would take 40 ms longer each.
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
          lose(new RetryableError(`nothing came for ${waitMs / 1000} seconds`));
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

/** A host key as ssh-keygen -l shows it. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}`;

/** RFC 4253, 6.6: a key begins with the name of its kind. */
const kindOf = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE()).toString('latin1');

/** What the failure of a connection means. */
function faultOf(error: Error & { level?: string; code?: string | number }, server: SftpServer): Error {
  const { level, code, message } = error;
  const refuse = (why: string): SourceError =>
    new SourceError(`The source ${server.place} cannot be read: ${why}.`, { cause: error });
  if (level === 'client-authentication') {
    return refuse(`its server does not let the user ${server.username} in with what the secret holds`);
  }
  if (code === 'ENOTFOUND') return refuse(`there is no host ${server.host}`);
  if (level === 'handshake' && /no matching/i.test(message)) {
    return refuse(`its server and this service know no way to encrypt in common (${message})`);
  }
  return new RetryableError(`the connection failed (${message})`, { cause: error });
}

/** Statuses that stay as they are (draft-ietf-secsh-filexfer-02, 7). */
const NO_SUCH_FILE = 2;
const REASONS: Readonly<Record<number, string>> = {
  3: 'reading it is not allowed',
  8: 'its server does not know how to',
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
