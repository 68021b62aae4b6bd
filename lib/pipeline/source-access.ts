import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../acknowledge.ts';
import type { Settings } from '../settings/settings.ts';

/** The environment of the functions that open sources (lambdas/sources/). */
export function sourceEnvironment(settings: Settings): Record<string, string> {
  const { sourceBuckets, sourceHosts, sftpHostKeys, sourceSecrets } = settings;
  return {
    SOURCE_BUCKETS: sourceBuckets.join(','),
    SOURCE_HOSTS: sourceHosts.join(','),
    SFTP_HOST_KEYS: JSON.stringify(sftpHostKeys),
    SOURCE_SECRETS: JSON.stringify(sourceSecrets),
  };
}

/** The additional environment of the function that lists the drop (lambdas/plan/read-drop.ts). */
export function dropEnvironment({ source, waitForDrop, dropMarker }: Settings): Record<string, string> {
  return {
    WAIT_FOR_DROP_DAYS: String(waitForDrop),
    ...(source !== undefined && { SOURCE: source }),
    ...(dropMarker !== undefined && { DROP_MARKER: dropMarker }),
  };
}

/** Grants reading the buckets and the secrets that the settings name. */
export function grantSources(role: iam.Role, { sourceBuckets, sourceSecrets }: Settings): void {
  grantBuckets(role, sourceBuckets);
  grantSecrets(role, [...new Set(Object.values(sourceSecrets))]);
}

/** Grants reading and listing the buckets of the setting `sourceBuckets`. */
function grantBuckets(role: iam.Role, names: readonly string[]): void {
  if (names.length === 0) return;
  const stack = Stack.of(role);
  const arn = (resource: string) => stack.formatArn({ service: 's3', account: '', region: '', resource });
  role.addToPolicy(
    new iam.PolicyStatement({
      sid: 'ReadSources',
      actions: ['s3:GetObject'],
      resources: names.map((name) => arn(`${name}/*`)),
    }),
  );
  role.addToPolicy(
    new iam.PolicyStatement({ sid: 'ListSources', actions: ['s3:ListBucket'], resources: names.map(arn) }),
  );
  for (const name of names) {
    acknowledge(role, {
      [`IAM5[Resource::arn:<AWS::Partition>:s3:::${name}/*]`]: `The setting sourceBuckets grants the whole bucket ${name}: drops may be anywhere in it.`,
    });
  }
}

/**
 * Grants reading the secrets of the setting `sourceSecrets`. Secrets Manager appends a hyphen and six random characters to each
 * name, which the policy matches with question marks.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
function grantSecrets(role: iam.Role, names: readonly string[]): void {
  if (names.length === 0) return;
  const stack = Stack.of(role);
  role.addToPolicy(
    new iam.PolicyStatement({
      sid: 'ReadSourceSecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: names.map((name) =>
        name.startsWith('arn:')
          ? name
          : stack.formatArn({
              service: 'secretsmanager',
              resource: 'secret',
              resourceName: `${name}-??????`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
      ),
    }),
  );
}
