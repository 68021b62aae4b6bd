/** The template holds something that cannot be run here, and that must not be skipped silently. */
export class UnsupportedResourceError extends Error {
  override readonly name = 'UnsupportedResourceError';

  constructor(
    logicalId: string,
    type: string,
    why = 'this local stack neither runs it nor knows that it may be left out',
  ) {
    super(`The template's resource ${logicalId} (${type}) cannot be run here: ${why}.`);
  }
}

/** A property of a resource would change what it does, and nothing here honours it. */
export class UnsupportedPropertyError extends Error {
  override readonly name = 'UnsupportedPropertyError';

  constructor(logicalId: string, type: string, property: string, why = 'nothing here honours it') {
    super(
      `The template's resource ${logicalId} (${type}) has ${property}, which cannot be run here: ${why}.`,
    );
  }
}

/** A template that CloudFormation or the service behind a resource would refuse at deployment. */
export class InvalidTemplateError extends Error {
  override readonly name = 'InvalidTemplateError';
}
