import { z } from 'zod';

/** A server's name or IPv4 address in lower case, with or without a port. */
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const host = z.string().regex(HOST, {
  error: 'it is no host such as "drops.example.com" or "drops.example.com:8443", in lower case',
});

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
} as const;

type SourceSettings = z.output<z.ZodObject<typeof sourceFields>>;

/** What is wrong with the settings of sources together; null where nothing is. */
export function sourceFault(settings: SourceSettings): string | null {
  const { source, sourceBuckets, sourceHosts } = settings;
  const bucket = /^s3:\/\/([^/]+)/.exec(source ?? '')?.[1];
  if (bucket !== undefined && !sourceBuckets.includes(bucket)) {
    return `sourceBuckets does not name the bucket ${bucket}, so no function may read it`;
  }
  const [, authority, rest = ''] = /^https:\/\/([^/?#]+)(.*)$/is.exec(source ?? '') ?? [];
  if (authority !== undefined) {
    if (authority.includes('@') || /[?#]/.test(rest)) {
      return 'an https address may hold neither a user nor a query, which could be secret; put credentials into a secret (sourceSecrets)';
    }
    const name = authority.toLowerCase();
    if (!sourceHosts.includes(name) && !sourceHosts.includes(name.replace(/:\d+$/, ''))) {
      return `sourceHosts does not name the host ${name}, so no function may turn to it`;
    }
  }
  return null;
}
