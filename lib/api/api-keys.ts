import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

export interface ApiKeysProps {
  readonly api: apigateway.RestApi;
  readonly settings: Settings;
}

/**
 * The usage plan of all API keys, with the limits of each key, and a first key. API Gateway generates the key's value;
 * neither the template nor an output contains it. Further keys are added to the plan by hand.
 */
export class ApiKeys extends Construct {
  readonly plan: apigateway.UsagePlan;
  readonly key: apigateway.IApiKey;

  constructor(scope: Construct, id: string, { api, settings }: ApiKeysProps) {
    super(scope, id);
    this.plan = new apigateway.UsagePlan(this, 'Plan', {
      description: 'The limits of one API key.',
      // The CDK's types are incompatible with exactOptionalPropertyTypes.
      apiStages: [{ api: api as apigateway.IRestApi, stage: api.deploymentStage }],
      quota: { limit: settings.apiKeyQuotaPerMonth, period: apigateway.Period.MONTH },
      throttle: {
        rateLimit: settings.apiKeyThrottlingRate,
        burstLimit: settings.apiKeyThrottlingBurst,
      },
    });
    this.key = new apigateway.ApiKey(this, 'Key', { description: 'The first API key.' });
    this.plan.addApiKey(this.key);
  }
}
