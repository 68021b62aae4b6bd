import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { grantBucketAccess } from '../storage/bucket-access.ts';

export interface ReconcilingProps {
  /** The name of the role that deploys; it must exist. */
  readonly roleName: string;
  readonly bucket: s3.Bucket;
  readonly api: apigateway.RestApi;
  readonly stateMachine: sfn.StateMachine;
}

/**
 * Grants the deploying role what it needs after a deployment: to restore the live slot if the stage was replaced, to start and follow
 * a run that publishes again if the OpenAPI description has changed, and to test the result. The role belongs to another stack; this
 * stack attaches the policy because only it knows the ARNs.
 */
export class Reconciling extends Construct {
  constructor(scope: Construct, id: string, { roleName, bucket, api, stateMachine }: ReconcilingProps) {
    super(scope, id);
    const role = iam.Role.fromRoleName(this, 'Role', roleName, {
      // Several stacks may each attach a policy to the same role.
      defaultPolicyName: `${Stack.of(this).stackName}-reconciling`,
    });
    const allow = (sid: string, actions: string[], resource: string): void => {
      role.addToPrincipalPolicy(new iam.PolicyStatement({ sid, actions, resources: [resource] }));
    };
    grantBucketAccess(role, bucket, { read: ['slots', 'documents', 'months', 'runs', 'locks'] });
    allow('SetSlot', ['apigateway:GET', 'apigateway:PATCH'], this.stageArn(api));
    allow('StartRun', ['states:StartExecution'], stateMachine.stateMachineArn);
    allow(
      'FollowRun',
      ['states:DescribeExecution', 'states:GetExecutionHistory'],
      this.executionsArn(stateMachine),
    );

    const machine = Stack.of(this).getLogicalId(stateMachine.node.defaultChild as sfn.CfnStateMachine);
    acknowledge(role, {
      [`IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*]`]:
        'The executions of one state machine; their names are generated when they start.',
    });
  }

  private stageArn(api: apigateway.RestApi): string {
    return Stack.of(this).formatArn({
      service: 'apigateway',
      account: '',
      resource: `/restapis/${api.restApiId}/stages/${api.deploymentStage.stageName}`,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
  }

  private executionsArn({ stateMachineName }: sfn.StateMachine): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
