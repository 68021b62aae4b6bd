/** A statement of a policy, as an authorizer returns it. */
interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/** What an authorizer has returned is no answer that API Gateway could go by. */
export class AuthorizerOutputError extends Error {
  override readonly name = 'AuthorizerOutputError';
}

/** A policy that has been checked. */
export type Policy = readonly {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}[];

/**
 * Reads what an authorizer has returned: "the output must include the principal identifier (principalId) and a policy
 * document (policyDocument) containing a list of policy statements". Conditions are not known here.
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
      throw new AuthorizerOutputError('A statement of the policy neither allows nor denies.');
    const unknown = Object.keys(others).find((name) => name !== 'Sid');
    if (unknown !== undefined) throw new AuthorizerOutputError(`A statement of the policy has a ${unknown}.`);
    return { effect: Effect, actions: texts(Action), resources: texts(Resource) };
  });
}

/** Whether a policy lets a method be called: what is denied is denied, and so is what isn't allowed. */
export function allows(policy: Policy, methodArn: string): boolean {
  const effects = policy
    .filter(({ actions, resources }) => {
      const isInvocation = actions.some((action) => matches(action, 'execute-api:Invoke'));
      return isInvocation && resources.some((resource) => matches(resource, methodArn));
    })
    .map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** IAM's wildcards: `*` is any text, slashes too, `?` any character. Nothing else has a meaning. */
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
  throw new AuthorizerOutputError('A statement of the policy lacks its actions or resources.');
}
