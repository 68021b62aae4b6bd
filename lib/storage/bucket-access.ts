import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { PREFIXES } from '../../model/keys.ts';
import { acknowledge } from '../acknowledge.ts';

/** A part of the bucket, by its name in model/keys.ts. */
export type Area = keyof typeof PREFIXES;

/** What one role may do in the bucket. Nothing beyond it is granted. */
export interface BucketAccess {
  /** Areas whose objects it reads; S3 tells it truthfully when one isn't there. */
  readonly read?: readonly Area[];
  /** Areas that it lists, beside those that it reads. */
  readonly list?: readonly Area[];
  /** Areas that it writes. */
  readonly write?: readonly Area[];
  /** Areas that it deletes from. */
  readonly remove?: readonly Area[];
}

/**
 * Gives a role its part of the bucket. Reading comes with `s3:ListBucket` on the same prefixes: without it S3 answers
 * 403 for a key that doesn't exist, and "not there yet" could not be told from "not allowed". S3 compares the
 * requested key with the `s3:prefix` condition then (ceph/ceph #68577), so that the other prefixes stay closed.
 */
export function grantBucketAccess(role: iam.IRole, bucket: s3.Bucket, access: BucketAccess): void {
  const { read = [], list = [], write = [], remove = [] } = access;
  const listed = [...read, ...list];
  const objects = (areas: readonly Area[]) => areas.map((area) => bucket.arnForObjects(`${PREFIXES[area]}*`));
  const allow = (sid: string, actions: string[], areas: readonly Area[]) => {
    if (areas.length === 0) return;
    role.addToPrincipalPolicy(new iam.PolicyStatement({ sid, actions, resources: objects(areas) }));
  };
  allow('Read', ['s3:GetObject'], read);
  if (listed.length > 0) {
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        sid: 'FindAndList',
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': listed.map((area) => `${PREFIXES[area]}*`) } },
      }),
    );
  }
  allow('Write', ['s3:PutObject', 's3:AbortMultipartUpload'], write);
  allow('Remove', ['s3:DeleteObject'], remove);

  const bucketId = bucket.stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);
  for (const area of new Set([...read, ...write, ...remove])) {
    acknowledge(role, {
      [`IAM5[Resource::<${bucketId}.Arn>/${PREFIXES[area]}*]`]: `Object keys end in months and run ids, so that the policy can only name the prefix ${PREFIXES[area]}.`,
    });
  }
}
