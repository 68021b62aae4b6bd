import { join } from 'node:path';
import { DockerImage, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import { AssetHashType } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Settings } from '../settings/settings.ts';
import { buildWebsite } from './build.ts';

/** The website's workspace. */
const SITE = join(import.meta.dirname, '../../site');

export interface WebsiteFilesProps {
  /** The target bucket, which contains nothing else. */
  readonly bucket: s3.Bucket;
  readonly distribution: cloudfront.Distribution;
  readonly settings: Settings;
}

/** The website as Vite builds it; every deployment uploads it to its bucket. */
export class WebsiteFiles extends Construct {
  constructor(scope: Construct, id: string, { bucket, distribution, settings }: WebsiteFilesProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.role(logGroup);
    const common = {
      sources: [siteSource()],
      // The class does not satisfy the interface only because of exactOptionalPropertyTypes.
      destinationBucket: bucket as s3.IBucket,
      logGroup,
      role,
      outputObjectKeys: false,
    };
    // Old files are never deleted, because pages that are still open may request them. File names contain hashes, so old and new
    // files can coexist, and a deployment adds only a few.
    const assets = new deployment.BucketDeployment(this, 'Assets', {
      ...common,
      exclude: ['*'],
      include: ['assets/*'],
      prune: false,
      cacheControl: [deployment.CacheControl.fromString('public, max-age=31536000, immutable')],
    });
    // Pruning does not delete excluded files.
    const page = new deployment.BucketDeployment(this, 'Page', {
      ...common,
      exclude: ['assets/*'],
      prune: true,
      cacheControl: [deployment.CacheControl.fromString('no-cache')],
      distribution,
      distributionPaths: ['/', '/index.html'],
      // Caches revalidate the page anyway, so waiting several minutes for the invalidation is unnecessary.
      waitForDistributionInvalidation: false,
    });
    // The page is uploaded after the files that it references.
    page.node.addDependency(assets);
    this.acknowledgeFindings(role, bucket);
  }

  /** The role of the function that copies the files; the CDK adds its permissions. */
  private role(logGroup: logs.LogGroup): iam.Role {
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: 'Copies the website from the deployment to its bucket.',
    });
    logGroup.grantWrite(role);
    return role;
  }

  private acknowledgeFindings(role: iam.Role, bucket: s3.Bucket): void {
    const stack = Stack.of(this);
    const granted =
      "Granted by the CDK's construct: reading deployments, and full access to the website's bucket.";
    const bucketId = stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);
    acknowledge(role, {
      ...Object.fromEntries(
        ['Abort', 'DeleteObject', 'GetBucket', 'GetObject', 'List'].map((action) => [
          `IAM5[Action::s3:${action}*]`,
          granted,
        ]),
      ),
      [`IAM5[Resource::<${bucketId}.Arn>/*]`]: granted,
      'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]':
        granted,
      'IAM5[Resource::*]': 'The CDK grants invalidations without naming the distribution.',
    });
    for (const handler of stack.node.children) {
      if (!handler.node.id.startsWith('Custom::CDKBucketDeployment')) continue;
      acknowledge(handler, { L1: 'The CDK provides the function and chooses its runtime.' });
    }
  }
}

/** The files of the website, hashed by content, so that an unchanged website is not deployed again. */
function siteSource(): deployment.ISource {
  return deployment.Source.asset(SITE, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used, because tryBundle below succeeds or throws.
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle(outputDir: string): boolean {
          buildWebsite(SITE, outputDir);
          return true;
        },
      },
    },
  });
}
