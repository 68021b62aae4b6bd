import { RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { limitEmptyingLogs } from '../storage/bucket-emptying.ts';

/** The bucket of the website's files. Deployments can rebuild them, so the bucket is emptied and deleted with the stack. */
export class WebsiteBucket extends s3.Bucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    acknowledge(this, {
      S1: 'The files are public and only CloudFront reads them, so an access log would identify no readers.',
    });
    limitEmptyingLogs(this);
  }
}
