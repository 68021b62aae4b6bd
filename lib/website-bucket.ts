import { ArnFormat, type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The bucket of the website's own files. Every deployment can make them anew, so it goes with the stack, emptied before. */
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
      S1: 'The files are public and only CloudFront reads them; there is nobody to tell apart.',
    });
    limitLogs(Stack.of(this));
  }
}

/** The CDK's function that empties the bucket comes with a policy that AWS manages, which lets it write every log there is. */
function limitLogs(stack: Stack): void {
  const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  const role = provider.node.findChild('Role') as CfnResource;
  role.addPropertyDeletionOverride('ManagedPolicyArns');
  const logs = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/lambda/${stack.stackName}-CustomS3AutoDelete*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  role.addPropertyOverride('Policies', [
    {
      PolicyName: 'Logs',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: logs,
          },
        ],
      },
    },
  ]);
}
