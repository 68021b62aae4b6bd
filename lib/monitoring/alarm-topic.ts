import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Severity } from './alarms.ts';

export interface AlarmTopicProps {
  readonly severity: Severity;
  /** The addresses to notify by e-mail. */
  readonly emails: readonly string[];
}

/** The topic of the alarms of one severity, with its e-mail subscriptions. */
export class AlarmTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, { severity, emails }: AlarmTopicProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: `${stack.stackName}-${severity}`,
      // The sender's name in e-mails. SNS accepts hyphens and spaces in it, but not every punctuation character.
      displayName: `${stack.stackName} ${severity}`,
      enforceSSL: true,
    });
    // enforceSSL adds a topic policy, which replaces SNS's default policy. Therefore a statement must allow alarms to publish.
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
