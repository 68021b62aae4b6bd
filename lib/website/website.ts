import { Duration, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PREFIXES } from '../../model/keys.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Settings } from '../settings/settings.ts';
import { WebsiteBucket } from './bucket.ts';
import { edgeFunctionCode } from './edge.ts';
import { WebsiteFiles } from './files.ts';
import { WebsiteHeaders } from './headers.ts';

export interface WebsiteProps {
  /** The bucket that contains the downloads. */
  readonly dataBucket: s3.Bucket;
  readonly api: apigateway.RestApi;
  readonly settings: Settings;
}

/** The statuses that CloudFront caches for ten seconds by default. */
const ERROR_STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** One address for the website, the API below `/v1` and `/stats`, and the files below `/downloads/`. */
export class Website extends Construct {
  readonly distribution: cloudfront.Distribution;
  /** The website's address. */
  readonly url: string;

  constructor(scope: Construct, id: string, { dataBucket, api, settings }: WebsiteProps) {
    super(scope, id);
    const bucket = new WebsiteBucket(this, 'Bucket');
    const domain = settings.siteDomain;
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Movie statistics: website, API and downloads.',
      ...this.behaviors(bucket, dataBucket, api),
      // Errors are not cached. There are no error pages, because they would replace the API's errors too.
      errorResponses: ERROR_STATUSES.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      // The cheapest price class serves all countries from edge locations in Europe and North America. Others cost more per GB.
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      ...(domain && {
        domainNames: [domain.name],
        minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
        certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
    this.url = `https://${domain?.name ?? this.distribution.distributionDomainName}/`;
    this.grantRead(bucket, '');
    this.grantRead(dataBucket, PREFIXES.downloads);
    new WebsiteFiles(this, 'Files', { bucket, distribution: this.distribution, settings });
    this.acknowledgeFindings(domain !== undefined);
  }

  private behaviors(
    bucket: s3.Bucket,
    dataBucket: s3.Bucket,
    api: apigateway.RestApi,
  ): Pick<cloudfront.DistributionProps, 'defaultBehavior' | 'additionalBehaviors'> {
    const { region, stackName } = Stack.of(this);
    const { originAccessControlId } = new cloudfront.S3OriginAccessControl(this, 'Access', {
      // The name is global in the account; the region distinguishes stacks of several regions.
      originAccessControlName: `${stackName}-${region}`,
    });
    const apiOrigin = new origins.RestApiOrigin(api);
    // S3 returns 403 with XML for missing objects; the API's 404 replaces it.
    const files = (of: s3.Bucket): cloudfront.IOrigin =>
      new origins.OriginGroup({
        primaryOrigin: origins.S3BucketOrigin.withBucketDefaults(of as s3.IBucket, { originAccessControlId }),
        fallbackOrigin: apiOrigin,
        fallbackStatusCodes: [403, 404],
      });
    const headers = new WebsiteHeaders(this, 'Headers');
    const functionAssociations = [
      {
        function: new cloudfront.Function(this, 'Edge', {
          comment: 'Routes the addresses of the website.',
          code: cloudfront.FunctionCode.fromInline(edgeFunctionCode()),
          runtime: cloudfront.FunctionRuntime.JS_2_0,
        }),
        eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      },
    ];
    const viewerProtocolPolicy = cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS;
    const fileCache = this.cachePolicy('FileCache', 'Files: as long as their headers allow.', true);
    const documents: cloudfront.BehaviorOptions = {
      origin: apiOrigin,
      viewerProtocolPolicy,
      // All methods are forwarded, so that the API returns its own 405.
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: this.cachePolicy('DocumentCache', 'Documents: as long as the API allows.', false),
      responseHeadersPolicy: headers.api,
      // CloudFront weakens the ETags of responses that it compresses; the API compresses itself.
      compress: false,
    };
    return {
      defaultBehavior: {
        origin: files(bucket),
        viewerProtocolPolicy,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: fileCache,
        responseHeadersPolicy: headers.site,
        functionAssociations,
        compress: true,
      },
      additionalBehaviors: {
        '/v1': documents,
        '/v1/*': documents,
        // The aliases of /v1/stats. No page of the website has a path like these.
        '/stats': documents,
        '/stats/*': documents,
        '/downloads/*': {
          origin: files(dataBucket),
          viewerProtocolPolicy,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
          cachePolicy: fileCache,
          responseHeadersPolicy: headers.downloads,
          functionAssociations,
          compress: true,
        },
      },
    };
  }

  /** A policy that caches as the origin's Cache-Control allows, and forwards no query, cookies or headers of viewers. */
  private cachePolicy(id: string, comment: string, brotli: boolean): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, id, {
      comment,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(365),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: brotli,
    });
  }

  /** Allows this distribution to read the objects under a prefix of a bucket. */
  private grantRead(bucket: s3.Bucket, prefix: string): void {
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'WebsiteReads',
        principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [bucket.arnForObjects(`${prefix}*`)],
        conditions: { StringEquals: { 'aws:SourceArn': this.distribution.distributionArn } },
      }),
    );
  }

  private acknowledgeFindings(ownDomain: boolean): void {
    acknowledge(this.distribution, {
      CFR1: 'The statistics are public everywhere.',
      CFR2: 'A firewall cannot distinguish requests for static, public, cached files; one can be attached to the distribution.',
      CFR3: "Logs would contain readers' addresses, which are not needed; CloudFront's metrics count requests and errors.",
      ...(!ownDomain && {
        CFR4: "CloudFront's own domain does not allow a TLS policy; with siteDomain the minimum is TLS 1.2.",
      }),
    });
  }
}
