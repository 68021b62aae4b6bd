import { createHmac, hash } from 'node:crypto';

/** Who signs; `sessionToken` where the key is a temporary one, as in every function. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A request to S3 without a query. */
export interface Unsigned {
  readonly method: string;
  /** As it is sent: every segment encoded once. */
  readonly path: string;
  /** By their names in lower case, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 's3';
const END = 'aws4_request';

/**
 * Signs requests by AWS Signature Version 4 ("Authenticating Requests: Using the Authorization Header"), the body
 * included, and gives all headers to send. The key that is derived from a secret is the same for a day, and is kept.
 */
export function createSigner(region: string) {
  let derived: { from: string; key: Buffer } = { from: '', key: Buffer.alloc(0) };

  function keyOf(secret: string, day: string): Buffer {
    const from = `${day} ${secret}`;
    if (derived.from !== from) {
      const parts = [day, region, SERVICE, END];
      const key = parts.reduce<string | Buffer>((k, part) => hmac(k, part), `AWS4${secret}`) as Buffer;
      derived = { from, key };
    }
    return derived.key;
  }

  return function sign(
    { method, path, headers, body }: Unsigned,
    { accessKeyId, secretAccessKey, sessionToken }: Credentials,
    now: Date,
  ): Record<string, string> {
    const time = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const bodyHash = hash('sha256', body);
    const all: Record<string, string> = {
      ...headers,
      'x-amz-content-sha256': bodyHash,
      'x-amz-date': time,
      ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
    };
    const names = Object.keys(all).sort();
    const lines = names.map((name) => `${name}:${all[name]!.trim().replaceAll(/\s+/g, ' ')}\n`).join('');
    const signed = names.join(';');
    const canonical = `${method}\n${path}\n\n${lines}\n${signed}\n${bodyHash}`;
    const scope = `${day}/${region}/${SERVICE}/${END}`;
    const text = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = hmac(keyOf(secretAccessKey, day), text).toString('hex');
    all.authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
    return all;
  };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
