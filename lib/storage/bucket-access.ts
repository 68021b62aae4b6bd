import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { PREFIXES } from '../../model/keys.ts';
import { acknowledge } from '../acknowledge.ts';

/** The name of a prefix of the bucket in model/keys.ts. */
export type Area = keyof typeof PREFIXES;

/** The permissions of one role in the bucket. Nothing else is granted. */
export interface BucketAccess {
  /** Areas whose objects the role reads. */
  readonly read?: readonly Area[];
  /** Areas that the role writes. */
  readonly write?: readonly Area[];
  /** Areas that the role deletes from. */
  readonly remove?: readonly Area[];
}

/**
 * Grants a role access to areas of the bucket, and `s3:ListBucket`. Without `s3:ListBucket`, GetObject returns 403 instead of 404
 * for a missing key. The statement has no `s3:prefix` condition: S3 documents that key for list requests only, so whether GetObject
 * satisfies it is undefined. `StringLikeIfExists` would not restrict listing either, because a list request may omit the prefix.
 */
export function grantBucketAccess(role: iam.IRole, bucket: s3.Bucket, access: BucketAccess): void {
  const { read = [], write = [], remove = [] } = access;
  const objects = (areas: readonly Area[]) => areas.map((area) => bucket.arnForObjects(`${PREFIXES[area]}*`));
  const allow = (sid: string, actions: string[], areas: readonly Area[]) => {
    if (areas.length === 0) return;
    role.addToPrincipalPolicy(new iam.PolicyStatement({ sid, actions, resources: objects(areas) }));
  };
  allow('Read', ['s3:GetObject'], read);
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({ sid: 'List', actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
  );
  allow('Write', ['s3:PutObject', 's3:AbortMultipartUpload'], write);
  allow('Remove', ['s3:DeleteObject'], remove);

  const bucketId = bucket.stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);
  for (const area of new Set([...read, ...write, ...remove])) {
    acknowledge(role, {
      [`IAM5[Resource::<${bucketId}.Arn>/${PREFIXES[area]}*]`]: `Object keys contain months and run ids, so the policy can name only the prefix ${PREFIXES[area]}.`,
    });
  }
}
