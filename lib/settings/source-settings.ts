import { z } from 'zod';

/** A server's name or IPv4 address in lower case, with or without a port. */
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const host = z.string().regex(HOST, {
  error: 'it is not a host such as "drops.example.com" or "drops.example.com:8443", in lower case',
});

const fingerprintError =
  'it is not a fingerprint such as "SHA256:" and 43 characters; ssh-keygen -l shows it';
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, { error: fingerprintError });

/** The settings of sources. */
export const sourceFields = {
  source: z
    .string()
    .min(1)
    .optional()
    .describe(
      'URI of the monthly drop; {yyyy} and {mm} are replaced by the month. The schedule is disabled without one.',
    ),
  sourceBuckets: z
    .array(
      z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
        error: 'it is not the name of an S3 bucket (3 to 63 of a–z, 0–9, dots and hyphens)',
      }),
    )
    .default([])
    .describe('Names of the buckets of s3:// sources.'),
  sourceHosts: z
    .array(host)
    .default([])
    .describe('Hosts of https:// sources and of their redirects; "host" or "host:port".'),
  sftpHostKeys: z
    .record(host, z.union([fingerprint, z.array(fingerprint).min(1)], { error: fingerprintError }))
    .default({})
    .describe(
      'The accepted host keys of sftp:// sources, by host: one fingerprint as ssh-keygen -l shows it, or several.',
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
      'The secret in Secrets Manager with the credentials for a host, by host; plan and ingest may read only these.',
    ),
  waitForDrop: z
    .int()
    .min(0)
    .max(60)
    .default(0)
    .describe(
      'Days for which a scheduled run waits for its drop; a run that is started by hand fails immediately.',
    ),
  dropRetrySeconds: z
    .int()
    .min(60)
    .max(86_400)
    .default(21_600)
    .describe('The interval in seconds at which a waiting run checks for its drop.'),
  dropMarker: z
    .string()
    .regex(/^(?!\.{1,2}$)[^/\p{Cc}]{1,200}$/u, { error: 'it is not the name of a file' })
    .optional()
    .describe(
      'A file such as _SUCCESS that marks a folder or prefix as complete; it is not part of the drop. Archives need none.',
    ),
} as const;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { https: '443', sftp: '22' };

type SourceSettings = z.output<z.ZodObject<typeof sourceFields>>;

/** Returns why a deployed run can never read a source, regardless of other settings; null if it may be readable. */
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

/** Returns why the source cannot be read with the other settings; null if it can. */
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
    return 'an address must contain neither a password nor a query, which may be secret; put credentials into a secret (sourceSecrets)';
  }
  const name = authority.replace(/^.*@/, '').toLowerCase();
  const [, host = '', port = DEFAULT_PORTS[scheme.toLowerCase()]] = /^(.*?)(?::(\d+))?$/.exec(name) ?? [];
  const isNamed = (hosts: readonly string[]): boolean =>
    hosts.includes(host) || hosts.includes(`${host}:${port}`);
  if (scheme.toLowerCase() === 'https') {
    return isNamed(sourceHosts)
      ? null
      : `sourceHosts does not name the host ${name}, so no function may connect to it`;
  }
  if (!isNamed(Object.keys(sftpHostKeys))) {
    return `sftpHostKeys has no key of the host ${name}, so its identity cannot be verified`;
  }
  return isNamed(Object.keys(sourceSecrets))
    ? null
    : `sourceSecrets names no secret for the host ${name}, and SFTP needs a password or a key`;
}
