import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { rawFolder } from '../../model/keys.ts';
import { acknowledge } from '../acknowledge.ts';
import { limitEmptyingLogs } from './bucket-emptying.ts';

/** Files of the dataset that no table reads: the runs copy them, and nothing opens them again. */
export const ARCHIVED_FILES = [
  'credits.csv',
  'keywords.csv',
  'links.csv',
  'links_small.csv',
  'ratings.csv',
  'ratings_small.csv',
] as const;

/** Smaller objects cost more in Glacier Instant Retrieval than in S3 Standard: it bills at least 128 KiB each. */
const ARCHIVE_MIN_BYTES = 128 * 1024;

export interface DataBucketProps {
  /** Whether the bucket outlives the stack; where not, it is emptied and deleted with it. */
  readonly retainData: boolean;
  /** Days until raw files that no table reads move to Glacier Instant Retrieval. */
  readonly rawArchiveDays: number;
  /** Days for which overwritten and deleted objects can be brought back. */
  readonly noncurrentDays: number;
}

/** The one bucket: raw copies, tables, commits, run reports and the API's documents, apart by prefix (model/keys.ts). */
export class DataBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: DataBucketProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      versioned: true,
      // SSE-S3, not KMS: publish compares documents by ETag, which is their MD5 only without KMS.
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: props.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      // A bucket that holds anything can't be deleted, and the stack would stay half-deleted.
      autoDeleteObjects: !props.retainData,
      lifecycleRules: [
        {
          id: 'abandoned-uploads',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        {
          // Never a rule that expires current objects: it would know only their age, not whether a commit names them.
          id: 'overwritten-and-deleted',
          noncurrentVersionExpiration: Duration.days(props.noncurrentDays),
          expiredObjectDeleteMarker: true,
        },
        ...ARCHIVED_FILES.map((file) => ({
          // Instant Retrieval, because a table added later must be able to read them. It bills at least 90 days.
          id: `archive-${file}`,
          prefix: rawFolder(file),
          objectSizeGreaterThan: ARCHIVE_MIN_BYTES,
          transitions: [
            {
              storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
              transitionAfter: Duration.days(props.rawArchiveDays),
            },
          ],
        })),
      ],
    });
    if (!props.retainData) limitEmptyingLogs(this);
    Validations.of(this.bucket).acknowledge({
      id: 'CloudFormation-Validate::W9003',
      reason: 'The CDK writes ObjectSizeGreaterThan as a number, which CloudFormation takes for its text.',
    });
    acknowledge(this.bucket, {
      S1: 'Only the roles of this stack reach the bucket, each by prefix; the API logs its readers itself, and CloudTrail data events can be turned on without touching the stack.',
    });
  }
}
