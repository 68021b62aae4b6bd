import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

export interface ApiDomainProps {
  readonly api: apigateway.RestApi;
  readonly domain: NonNullable<Settings['apiDomain']>;
}

/** A domain of the API's own: the stage lies at its root, so that the paths are those of the documentation. */
export class ApiDomain extends Construct {
  /** What the DNS entry of the domain must be an alias of. */
  readonly target: string;
  /** The hosted zone of that target, which Route 53 asks for. */
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
        // The CDK's own types don't fit each other: what may be undefined here may only be absent there.
        mapping: api as apigateway.IRestApi,
      },
    );
    this.target = domainNameAliasDomainName;
    this.targetZone = domainNameAliasHostedZoneId;
  }
}
