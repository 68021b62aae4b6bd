import { z } from 'zod';

/** A server's name or IPv4 address in lower case, with or without a port. */
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const host = z.string().regex(HOST, {
  error: 'it is no host such as "drops.example.com" or "drops.example.com:8443", in lower case',
});

const fingerprintError = 'it is no fingerprint such as "SHA256:" and 43 characters; ssh-keygen -l shows it';
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, { error: fingerprintError });

/** Where drops may come from. */
export const sourceFields = {
  source: z
    .string()
    .min(1)
    .optional()
    .describe(
      'URI of the monthly drop; {yyyy} and {mm} stand for the month. The schedule is off without one.',
    ),
  sourceBuckets: z
    .array(
      z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
        error: 'it is no name of an S3 bucket (3 to 63 of a–z, 0–9, dots and hyphens)',
      }),
    )
    .default([])
    .describe('Names of the buckets that s3:// sources may be in.'),
  sourceHosts: z
    .array(host)
    .default([])
    .describe('Hosts that https:// sources may be on, and those that they lead to; "host" or "host:port".'),
  sftpHostKeys: z
    .record(host, z.union([fingerprint, z.array(fingerprint).min(1)], { error: fingerprintError }))
    .default({})
    .describe(
      'The host keys that servers of sftp:// sources may show, by host: a fingerprint as ssh-keygen -l shows it, or several.',
    ),
  sourceSecrets: z
    .record(
      host,
      z.string().regex(/^(arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/, {
        error: 'it is neither the name nor the ARN of a secret in Secrets Manager',
      }),
    )
    .default({})
    .describe(
      'The secret in Secrets Manager that holds the credentials for a host, by host; plan and ingest may read these and no others.',
    ),
  waitForDrop: z
    .int()
    .min(0)
    .max(60)
    .default(0)
    .describe(
      'Days for which a scheduled run waits for a drop that is not there yet; a run that is started by hand fails at once.',
    ),
  dropRetrySeconds: z
    .int()
    .min(60)
    .max(86_400)
    .default(21_600)
    .describe('How often a run that waits for its drop looks whether it has come.'),
  dropMarker: z
    .string()
    .regex(/^(?!\.{1,2}$)[^/\p{Cc}]{1,200}$/u, { error: 'it is no name of a file' })
    .optional()
    .describe(
      'The file, such as _SUCCESS, without which a folder or prefix counts as not there yet; it is no file of the drop itself. Archives need none.',
    ),
} as const;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { https: '443', sftp: '22' };

type SourceSettings = z.output<z.ZodObject<typeof sourceFields>>;

/** Why no deployed run can read a source, whatever the other settings are; null if it may be readable. */
function addressFault(source: string): string | null {
  if (/^arn:/i.test(source)) return 'it is an ARN; write s3://bucket/folder/';
  const unknown = source.match(/\{[^{}]*\}|[{}]/g)?.find((part) => part !== '{yyyy}' && part !== '{mm}');
  if (unknown !== undefined) {
    return `${unknown} is not a placeholder; the placeholders are {yyyy} and {mm}, in lower case`;
  }
  return /^(s3|https|sftp):\/\/[^/]/i.test(source)
    ? null
    : 'it does not begin with s3://, https:// or sftp:// and a bucket or host; folders can only be read by local runs';
}

/** What is wrong with the settings of sources together; null where nothing is. */
export function sourceFault({
  source = '',
  sourceBuckets,
  sourceHosts,
  sftpHostKeys,
  sourceSecrets,
}: SourceSettings): string | null {
  if (source === '') return null;
  const wrongAddress = addressFault(source);
  if (wrongAddress !== null) return wrongAddress;
  const [, scheme, authority, rest] = /^(s3|https|sftp):\/\/([^/?#]*)(.*)$/is.exec(source) ?? [];
  if (scheme === undefined || authority === undefined) return null;
  if (scheme.toLowerCase() === 's3') {
    if (sourceBuckets.includes(authority)) return null;
    return `sourceBuckets does not name the bucket ${authority}, so no function may read it`;
  }
  if (/:.*@/.test(authority) || /[?#]/.test(rest!)) {
    return 'an address may hold neither a password nor a query, which could be secret; put credentials into a secret (sourceSecrets)';
  }
  const name = authority.replace(/^.*@/, '').toLowerCase();
  const [, host = '', port = DEFAULT_PORTS[scheme.toLowerCase()]] = /^(.*?)(?::(\d+))?$/.exec(name) ?? [];
  const isNamed = (hosts: readonly string[]): boolean =>
    hosts.includes(host) || hosts.includes(`${host}:${port}`);
  if (scheme.toLowerCase() === 'https') {
    return isNamed(sourceHosts)
      ? null
      : `sourceHosts does not name the host ${name}, so no function may turn to it`;
  }
  if (!isNamed(Object.keys(sftpHostKeys))) {
    return `sftpHostKeys has no key of the host ${name}, so nobody could tell whether it is the right one`;
  }
  return isNamed(Object.keys(sourceSecrets))
    ? null
    : `sourceSecrets names no secret for the host ${name}, and SFTP needs a password or a key`;
}
