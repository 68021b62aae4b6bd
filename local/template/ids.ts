import { createHash } from 'node:crypto';

/** The account, region and partition of local ARNs. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_PARTITION = 'aws';

/** A resource before its properties are resolved. */
export interface ResourceId {
  readonly stackName: string;
  readonly logicalId: string;
  /** The unresolved properties of the template; only literals can become part of an id. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The ARN of a local resource. Global services have an empty region. */
export const arn = (
  service: string,
  resource: string,
  region = LOCAL_REGION,
  account = LOCAL_ACCOUNT,
): string => `arn:${LOCAL_PARTITION}:${service}:${region}:${account}:${resource}`;

/** The literal value of a name property, otherwise the logical id. */
export const nameOrLogicalId = (id: ResourceId, property: string): string => {
  const name = id.properties[property];
  return typeof name === 'string' ? name : id.logicalId;
};

/** Returns an id such as `x1y2z3a4b5`. AWS generates random ids; local ids are derived from the logical id, so they never change. */
export const opaque = ({ stackName, logicalId }: ResourceId): string =>
  createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 10);

/** A valid bucket name. */
export const bucketName = (id: ResourceId): string =>
  typeof id.properties.BucketName === 'string'
    ? id.properties.BucketName
    : `${id.stackName}-${id.logicalId}`.toLowerCase().slice(0, 63);
