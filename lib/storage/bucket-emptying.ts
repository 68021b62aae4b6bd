import { ArnFormat, type CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Restricts the CDK's function that empties buckets to its own logs: its managed policy would allow writing every log group. A stack has
 * one such function for all buckets. Call this after creating the first bucket that is emptied.
 */
export function limitEmptyingLogs(scope: IConstruct): void {
  const stack = Stack.of(scope);
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
