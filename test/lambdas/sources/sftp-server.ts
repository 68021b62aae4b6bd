import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import ssh2, { type Attributes, type AuthContext, type PublicKeyAuthContext, type SFTPWrapper } from 'ssh2';

const { STATUS_CODE } = ssh2.utils.sftp;
const FILE = 0o100644;
const FOLDER = 0o040755;
const LINK = 0o120777;

/** A file of the server. The optional properties replace the default attributes. */
export interface ServedFile {
  readonly content: Buffer;
  /** Seconds since 1970. */
  readonly mtime?: number;
  readonly mode?: number;
}

export interface Login {
  readonly username: string;
  readonly password?: string | undefined;
  /** A public key in OpenSSH's format. */
  readonly publicKey?: string;
  /** Accepts the password only by keyboard-interactive authentication. */
  readonly dialogue?: boolean;
}

export interface SftpTestServer {
  readonly host: string;
  /** The fingerprint of its host key, in the format of `ssh-keygen -l`. */
  readonly fingerprint: string;
  /** The entries by path: a file, null for a folder, or the target path of a link. */
  readonly files: Map<string, ServedFile | string | null>;
  /** The maximum number of bytes in one response. */
  readBytes: number;
  /** The bytes that each next connection sends before it is cut. Connections without a number are not cut. */
  cuts: number[];
  /** The number of connections until now. */
  connections: number;
  /** Called before every read with the number of bytes that were read before. */
  beforeRead: ((bytes: number) => void) | null;
  /** Whether it ignores reads. */
  silent: boolean;
  login: Login;
  close(): Promise<void>;
}

/** A new key pair in OpenSSH's format. ssh2 cannot parse about one in 256 of the pairs that it generates. */
export function makeKeys(lock?: { passphrase: string; cipher: string; rounds: number }): {
  private: string;
  public: string;
} {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', lock ?? {});
    if (!(ssh2.utils.parseKey(pair.private, lock?.passphrase) instanceof Error)) return pair;
  }
}

/** A local SFTP server for drops. It serves files from memory. */
export async function startSftpServer(keys = makeKeys()): Promise<SftpTestServer> {
  const sockets = new Set<Socket>();
  const ssh = new ssh2.Server({ hostKeys: [keys.private] });
  const hostKey = ssh2.utils.parseKey(keys.private);
  if (hostKey instanceof Error) throw hostKey;
  const net = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    server.connections += 1;
    cutAfter(socket, server.cuts.shift());
    // OpenSSH does the same.
    socket.setNoDelay();
    ssh.injectSocket(socket);
  });
  net.listen(0, '127.0.0.1');
  await once(net, 'listening');
  const server: SftpTestServer = {
    host: `127.0.0.1:${(net.address() as AddressInfo).port}`,
    fingerprint: `SHA256:${createHash('sha256').update(hostKey.getPublicSSH()).digest('base64').replaceAll('=', '')}`,
    files: new Map(),
    readBytes: 32_000,
    cuts: [],
    connections: 0,
    beforeRead: null,
    silent: false,
    login: { username: 'movies', password: 'pass word' },
    async close() {
      const closed = new Promise<void>((resolve) => net.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  ssh.on('connection', (client) => {
    client.on('error', () => {});
    client.on('authentication', (context) => authenticate(context, server.login));
    client.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => serve(acceptSftp(), server));
    });
  });
  return server;
}

/** Cuts a connection after a number of sent bytes. */
function cutAfter(socket: Socket, bytes: number | undefined): void {
  if (bytes === undefined) return;
  let left = bytes;
  const write = socket.write.bind(socket) as (data: Buffer, done?: () => void) => boolean;
  socket.write = ((data: Buffer): boolean => {
    if (left < 0) return false;
    left -= data.length;
    if (left >= 0) return write(data);
    return write(data.subarray(0, data.length + left), () => socket.destroy());
  }) as typeof socket.write;
}

function authenticate(context: AuthContext, { username, password, publicKey, dialogue }: Login): void {
  const known = context.username === username;
  if (context.method === 'keyboard-interactive' && dialogue && known) {
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
      if (answers[0] === password) context.accept();
      else context.reject();
    });
    return;
  }
  const accepted =
    known &&
    ((context.method === 'password' && !dialogue && context.password === password) ||
      (context.method === 'publickey' && publicKey !== undefined && isSignedBy(context, publicKey)));
  if (accepted) context.accept();
  else context.reject(dialogue ? ['keyboard-interactive'] : ['password', 'publickey']);
}

/** Whether the client has that key. The first request of the client has no signature. */
function isSignedBy({ key, blob, signature, hashAlgo }: PublicKeyAuthContext, publicKey: string): boolean {
  const known = ssh2.utils.parseKey(publicKey);
  if (known instanceof Error) throw known;
  if (!known.getPublicSSH().equals(key.data)) return false;
  return signature === undefined || known.verify(blob!, signature, hashAlgo) === true;
}

/** An open handle: the path of a file, or the remaining entries of a folder. */
type Handle = { readonly path: string } | { readonly folder: string; readonly entries: string[] };

function serve(sftp: SFTPWrapper, server: SftpTestServer): void {
  const handles: Handle[] = [];
  let sent = 0;
  const attributes = (at: ServedFile | null | string): Attributes =>
    ({
      mode: at === null ? FOLDER : typeof at === 'string' ? LINK : (at.mode ?? FILE),
      size: at === null || typeof at === 'string' ? 0 : at.content.length,
      uid: 0,
      gid: 0,
      atime: 0,
      mtime: at === null || typeof at === 'string' ? 0 : (at.mtime ?? 1_700_000_000),
    }) as Attributes;
  /** The entry at a path after links are resolved; undefined if there is none. */
  const follow = (path: string): ServedFile | null | undefined => {
    const found = server.files.get(path);
    return typeof found === 'string' ? follow(found) : found;
  };
  const open = (handle: Handle): Buffer => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(handles.push(handle) - 1);
    return number;
  };
  const of = (handle: Buffer): Handle => handles[handle.readUInt32BE()]!;
  const missing = (id: number): void => sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  const tell = (id: number, path: string): void => {
    const found = follow(path);
    if (found === undefined) missing(id);
    else sftp.attrs(id, attributes(found));
  };

  sftp.on('OPEN', (id, path) => {
    const found = follow(path);
    if (!found) return missing(id);
    if (found.mode === 0) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    sftp.handle(id, open({ path }));
  });
  sftp.on('STAT', tell);
  sftp.on('FSTAT', (id, handle) => tell(id, (of(handle) as { path: string }).path));
  sftp.on('READ', (id, handle, offset, length) => {
    server.beforeRead?.(sent);
    if (server.silent) return;
    const { content } = follow((of(handle) as { path: string }).path)!;
    const bytes = content.subarray(offset, offset + Math.min(length, server.readBytes));
    sent += bytes.length;
    if (bytes.length === 0) sftp.status(id, STATUS_CODE.EOF);
    else sftp.data(id, bytes);
  });
  sftp.on('OPENDIR', (id, path) => {
    if (server.files.get(path) !== null) return missing(id);
    const inside = [...server.files.keys()].filter((file) => file.startsWith(`${path}/`));
    const entries = ['.', '..', ...inside.map((file) => file.slice(path.length + 1))];
    sftp.handle(id, open({ folder: path, entries }));
  });
  sftp.on('READDIR', (id, handle) => {
    const listing = of(handle) as { entries: string[]; folder: string };
    const some = listing.entries.splice(0, 100);
    if (some.length === 0) return sftp.status(id, STATUS_CODE.EOF);
    sftp.name(
      id,
      some.map((filename) => ({
        filename,
        longname: filename,
        attrs: attributes(server.files.get(`${listing.folder}/${filename}`) ?? null),
      })),
    );
  });
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
}
