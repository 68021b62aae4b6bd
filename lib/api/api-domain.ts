import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

export interface ApiDomainProps {
  readonly api: apigateway.RestApi;
  readonly domain: NonNullable<Settings['apiDomain']>;
}

/** A custom domain of the API. The stage is mapped to the root of the domain, so paths are as documented. */
export class ApiDomain extends Construct {
  /** The alias target for the domain's DNS entry. */
  readonly target: string;
  /** The hosted zone of the target, for Route 53. */
  readonly targetZone: string;

  constructor(scope: Construct, id: string, { api, domain }: ApiDomainProps) {
    super(scope, id);
    const { domainNameAliasDomainName, domainNameAliasHostedZoneId } = new apigateway.DomainName(
      this,
      'Name',
      {
        domainName: domain.name,
        certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        endpointType: apigateway.EndpointType.REGIONAL,
        securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
        // The CDK's types are incompatible with exactOptionalPropertyTypes.
        mapping: api as apigateway.IRestApi,
      },
    );
    this.target = domainNameAliasDomainName;
    this.targetZone = domainNameAliasHostedZoneId;
  }
}
