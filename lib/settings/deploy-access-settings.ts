import { type DeploymentContext, environmentNames, STACK_NAME, stackNameOf } from './environments.ts';
import { SettingsError } from './settings.ts';

/** What the CDK's command line says of GitHub. */
export interface AccessContext {
  /** `owner/name`; where GitHub's subjects have the ids of both, `owner@123/name@456`. Nothing is made without it. */
  readonly repository?: unknown;
  /** The ARN of GitHub's provider, where the account has it already. */
  readonly oidcProviderArn?: unknown;
}

/** Whom the roles are for, and what they reach. */
export interface DeployAccess {
  readonly stackName: string;
  /** The environments that are deployed from the repository to this account, with their stacks. */
  readonly environments: readonly { readonly name: string; readonly stackName: string }[];
  /** As it stands in the subjects of GitHub's tokens. */
  readonly repository: string;
  /** @default one is made; an account has one for all its repositories */
  readonly oidcProviderArn?: string;
}

/** Both names alone, or both with their ids. */
const REPOSITORY =
  /^[A-Za-z\d](?:[A-Za-z\d-]{0,38}\/[\w.-]{1,100}|[A-Za-z\d-]{0,38}@\d+\/[\w.-]{1,100}@\d+)$/;
const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/;

/**
 * The access that the context asks for; null where it names no repository. With an environment it is for that one alone, so that
 * each may have an account of its own.
 * @throws SettingsError
 */
export function chooseAccess(
  context: DeploymentContext,
  { repository, oidcProviderArn }: AccessContext,
): DeployAccess | null {
  if (repository === undefined) return null;
  if (typeof repository !== 'string' || !REPOSITORY.test(repository)) {
    throw new SettingsError(
      `The repository is ${JSON.stringify(repository)}, but must be such as "owner/name", or "owner@123/name@456" where GitHub's subjects have ids.`,
    );
  }
  if (
    oidcProviderArn !== undefined &&
    !(typeof oidcProviderArn === 'string' && PROVIDER.test(oidcProviderArn))
  ) {
    throw new SettingsError(
      `oidcProviderArn is ${JSON.stringify(oidcProviderArn)}, but must be the ARN of GitHub's provider, arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com.`,
    );
  }
  const names = context.environment === undefined ? environmentNames(context) : [String(context.environment)];
  if (names.length === 0) {
    throw new SettingsError('cdk.json (context.environments) has no environments that GitHub could deploy.');
  }
  return {
    stackName: `${STACK_NAME}-GitHub`,
    environments: names.map((name) => ({ name, stackName: stackNameOf(name) })),
    repository,
    ...(oidcProviderArn !== undefined && { oidcProviderArn }),
  };
}
