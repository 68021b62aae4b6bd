import { ArnFormat, type CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The CDK's function that empties buckets comes with a policy that AWS manages, which lets it write every log there is: lets it
 * write its own instead. There is one of it in a stack, whatever it empties; to be called once one of its buckets is there.
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
