import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Severity } from './alarms.ts';

export interface AlarmTopicProps {
  readonly severity: Severity;
  /** Who is told by e-mail. */
  readonly emails: readonly string[];
}

/** Where the alarms of one severity go, and who hears of them. */
export class AlarmTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, { severity, emails }: AlarmTopicProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: `${stack.stackName}-${severity}`,
      // The sender's name of mails: of what SNS takes there, hyphens and spaces are sure, a colon is not.
      displayName: `${stack.stackName} ${severity}`,
      enforceSSL: true,
    });
    // A policy of one's own, which the demand for TLS is, takes the place of the one that lets the account's alarms in.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Alarms',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({
              service: 'cloudwatch',
              resource: 'alarm',
              resourceName: `${stack.stackName}-*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    for (const [index, email] of emails.entries()) {
      new sns.Subscription(this, `Email${index}`, {
        topic: this.topic,
        protocol: sns.SubscriptionProtocol.EMAIL,
        endpoint: email,
      });
    }
  }
}
