import { S3ServiceException } from '@aws-sdk/client-s3';
import { MissingSourceError, SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';

/** The bucket and path of an `s3://` URI. */
export interface S3Location {
  readonly bucket: string;
  /** The part after the bucket, without a leading slash. */
  readonly path: string;
}

/**
 * Parses an `s3://` URI of a bucket that the settings name (SOURCE_BUCKETS).
 * @throws SourceError for any other bucket
 */
export function s3Location(uri: string): S3Location {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/is.exec(uri) ?? [];
  const allowed = (optionalEnv('SOURCE_BUCKETS') ?? '').split(',').filter(Boolean);
  if (!allowed.includes(bucket)) {
    const known = allowed.length > 0 ? `only ${allowed.join(', ')}` : 'none at all';
    throw new SourceError(
      `The source ${uri} is in the bucket "${bucket}", but the setting sourceBuckets names ${known}.`,
    );
  }
  return { bucket, path };
}

/** Explanations of S3's errors by name, otherwise by status. */
const REASONS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket',
  InvalidObjectState: 'it is in an archive class of S3; restore it first',
  301: 'its bucket is in another region',
  403: "reading it is not allowed; the bucket's policy or its encryption key must let this service in",
  404: 'there is no such object',
  412: 'it was changed while it was being read; run it again',
};

/** Reads from S3. @throws SourceError for permanent errors; transient errors are passed on */
export async function readFromS3<Result>(uri: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    // A clock skew is also refused with 403, and is transient.
    if (!(error instanceof S3ServiceException) || error.name === 'RequestTimeTooSkewed') throw error;
    const reason = REASONS[error.name] ?? REASONS[error.$metadata.httpStatusCode ?? 0];
    if (reason === undefined) throw error;
    // A missing bucket is a mistake; a missing object may still be delivered.
    const Refusal = error.name === 'NoSuchKey' ? MissingSourceError : SourceError;
    throw new Refusal(`The source ${uri} cannot be read: ${reason}.`, { cause: error });
  }
}
