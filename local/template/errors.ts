/** The template contains a resource that the local stack cannot run and must not skip silently. */
export class UnsupportedResourceError extends Error {
  override readonly name = 'UnsupportedResourceError';

  constructor(logicalId: string, type: string, why = 'the local stack does not know this type') {
    super(`The template's resource ${logicalId} (${type}) cannot be run here: ${why}.`);
  }
}

/** The local stack does not support a property that changes the behaviour of its resource. */
export class UnsupportedPropertyError extends Error {
  override readonly name = 'UnsupportedPropertyError';

  constructor(logicalId: string, type: string, property: string, why = 'it is not supported') {
    super(
      `The template's resource ${logicalId} (${type}) has ${property}, which cannot be run here: ${why}.`,
    );
  }
}

/** CloudFormation or the service of a resource would refuse the template at deployment. */
export class InvalidTemplateError extends Error {
  override readonly name = 'InvalidTemplateError';
}
