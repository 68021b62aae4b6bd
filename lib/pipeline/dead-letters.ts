import { Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** The queue of undelivered messages: scheduled starts and events of ended runs. */
export class DeadLetters extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The maximum: a failed monthly schedule may be noticed late.
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.queue, { SQS3: 'This is the dead-letter queue itself.' });
  }
}
