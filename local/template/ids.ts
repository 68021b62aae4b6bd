import { createHash } from 'node:crypto';

/** The account, region and partition that ARNs name here. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_PARTITION = 'aws';

/** A resource before its properties are resolved. */
export interface ResourceId {
  readonly stackName: string;
  readonly logicalId: string;
  /** Properties as they stand in the template: only literals of it may become part of an id. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The ARN of a resource of this account, and of this region where the service has regions. */
export const arn = (
  service: string,
  resource: string,
  region = LOCAL_REGION,
  account = LOCAL_ACCOUNT,
): string => `arn:${LOCAL_PARTITION}:${service}:${region}:${account}:${resource}`;

/** The name that a property gives, else the logical id. */
export const nameOrLogicalId = (id: ResourceId, property: string): string => {
  const name = id.properties[property];
  return typeof name === 'string' ? name : id.logicalId;
};

/** Ids such as `x1y2z3a4b5` are given by AWS at random; here they follow from the logical id, to stay the same. */
export const opaque = ({ stackName, logicalId }: ResourceId): string =>
  createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 10);

/** The name of a bucket, as S3 allows it. */
export const bucketName = (id: ResourceId): string =>
  typeof id.properties.BucketName === 'string'
    ? id.properties.BucketName
    : `${id.stackName}-${id.logicalId}`.toLowerCase().slice(0, 63);
