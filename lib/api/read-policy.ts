import { Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** A policy that allows reading the API: GET and HEAD of its stage. */
export class ReadPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, api: apigateway.RestApi) {
    super(scope, id);
    const { stageName } = api.deploymentStage;
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: 'Reads the movie statistics.',
      statements: [
        new iam.PolicyStatement({
          sid: 'ReadStatistics',
          actions: ['execute-api:Invoke'],
          resources: ['GET', 'HEAD'].map((method) => api.arnForExecuteApi(method, '/*', stageName)),
        }),
      ],
    });
    const stack = Stack.of(this);
    const apiId = stack.getLogicalId(api.node.defaultChild as apigateway.CfnRestApi);
    const stageId = stack.getLogicalId(api.deploymentStage.node.defaultChild as apigateway.CfnStage);
    for (const method of ['GET', 'HEAD']) {
      acknowledge(policy, {
        [`IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${apiId}>/<${stageId}>/${method}/*]`]:
          'All documents of the stage; their paths depend on the data.',
      });
    }
    this.arn = policy.managedPolicyArn;
  }
}
