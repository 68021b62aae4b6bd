/** A policy statement as an authorizer returns it. */
interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/** The output of an authorizer is invalid. */
export class AuthorizerOutputError extends Error {
  override readonly name = 'AuthorizerOutputError';
}

/** A valid policy. */
export type Policy = readonly {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}[];

/**
 * Reads the output of an authorizer: "the output must include the principal identifier (principalId) and a policy document
 * (policyDocument) containing a list of policy statements". Conditions are not supported.
 * @throws AuthorizerOutputError
 */
export function readAuthorizerOutput(output: unknown): Policy {
  const { principalId, policyDocument } = (output ?? {}) as {
    principalId?: unknown;
    policyDocument?: unknown;
  };
  if (typeof principalId !== 'string' || principalId === '')
    throw new AuthorizerOutputError('The authorizer names no principal.');
  const { Statement } = (policyDocument ?? {}) as { Statement?: unknown };
  if (Statement === undefined) throw new AuthorizerOutputError('The authorizer returns no policy.');
  return [Statement].flat().map((statement) => {
    const { Effect, Action, Resource, ...others } = (statement ?? {}) as Statement;
    if (Effect !== 'Allow' && Effect !== 'Deny')
      throw new AuthorizerOutputError('A policy statement has an effect other than Allow and Deny.');
    const unknown = Object.keys(others).find((name) => name !== 'Sid');
    if (unknown !== undefined)
      throw new AuthorizerOutputError(`A policy statement has the unsupported element ${unknown}.`);
    return { effect: Effect, actions: texts(Action), resources: texts(Resource) };
  });
}

/** Whether a policy allows a method to be called: an allow is required, and a deny overrides it. */
export function allows(policy: Policy, methodArn: string): boolean {
  const effects = policy
    .filter(({ actions, resources }) => {
      const isInvocation = actions.some((action) => matches(action, 'execute-api:Invoke'));
      return isInvocation && resources.some((resource) => matches(resource, methodArn));
    })
    .map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** Matches IAM's wildcards: `*` is any text, including slashes, and `?` is any character. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function texts(value: unknown): string[] {
  const all = [value].flat();
  if (all.length > 0 && all.every((one) => typeof one === 'string')) return all;
  throw new AuthorizerOutputError('A policy statement has no actions or no resources.');
}
