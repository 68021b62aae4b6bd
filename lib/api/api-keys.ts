import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

export interface ApiKeysProps {
  readonly api: apigateway.RestApi;
  readonly settings: Settings;
}

/**
 * The plan that every API key is in, with the limits of each, and a first key. Its value is made by API Gateway and stands
 * nowhere else: neither in the template nor in an output. More keys are added to the plan by hand.
 */
export class ApiKeys extends Construct {
  readonly plan: apigateway.UsagePlan;
  readonly key: apigateway.IApiKey;

  constructor(scope: Construct, id: string, { api, settings }: ApiKeysProps) {
    super(scope, id);
    this.plan = new apigateway.UsagePlan(this, 'Plan', {
      description: 'What one key may ask of the statistics.',
      // The CDK's own types don't fit each other: what may be undefined here may only be absent there.
      apiStages: [{ api: api as apigateway.IRestApi, stage: api.deploymentStage }],
      quota: { limit: settings.apiKeyQuotaPerMonth, period: apigateway.Period.MONTH },
      throttle: {
        rateLimit: settings.apiKeyThrottlingRate,
        burstLimit: settings.apiKeyThrottlingBurst,
      },
    });
    this.key = new apigateway.ApiKey(this, 'Key', { description: 'The first key of the statistics.' });
    this.plan.addApiKey(this.key);
  }
}
