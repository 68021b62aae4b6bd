import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { rawFolder } from '../../model/keys.ts';
import { acknowledge } from '../acknowledge.ts';
import { limitEmptyingLogs } from './bucket-emptying.ts';

/** Files of the dataset that no table reads: runs copy them and never read them again. */
export const ARCHIVED_FILES = [
  'credits.csv',
  'keywords.csv',
  'links.csv',
  'links_small.csv',
  'ratings.csv',
  'ratings_small.csv',
] as const;

/** Glacier Instant Retrieval bills at least 128 KiB per object, so smaller objects cost less in S3 Standard. */
const ARCHIVE_MIN_BYTES = 128 * 1024;

export interface DataBucketProps {
  /** Whether the bucket is retained when the stack is deleted; otherwise it is emptied and deleted. */
  readonly retainData: boolean;
  /** Days until raw files that no table reads move to Glacier Instant Retrieval. */
  readonly rawArchiveDays: number;
  /** Days for which overwritten and deleted objects can be restored. */
  readonly noncurrentDays: number;
}

/** The data bucket: raw copies, tables, commits, run reports and API documents, separated by prefix (model/keys.ts). */
export class DataBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: DataBucketProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      versioned: true,
      // SSE-S3, not KMS: publish compares documents by ETag, which equals the MD5 of the content only without KMS.
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: props.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      // CloudFormation cannot delete a bucket with objects; the deletion of the stack would fail.
      autoDeleteObjects: !props.retainData,
      lifecycleRules: [
        {
          id: 'abandoned-uploads',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        {
          // No rule expires current objects, because lifecycle rules cannot check whether a commit references an object.
          id: 'overwritten-and-deleted',
          noncurrentVersionExpiration: Duration.days(props.noncurrentDays),
          expiredObjectDeleteMarker: true,
        },
        ...ARCHIVED_FILES.map((file) => ({
          // The class is Instant Retrieval, so that a table that is added later can read the files. It bills at least 90 days.
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
      reason: 'The CDK writes ObjectSizeGreaterThan as a number, which CloudFormation accepts as text.',
    });
    acknowledge(this.bucket, {
      S1: 'Only the roles of this stack can access the bucket, each by prefix; the API has its own access logs, and CloudTrail data events can be enabled without changing the stack.',
    });
  }
}
