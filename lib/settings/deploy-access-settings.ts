import { type DeploymentContext, environmentNames, STACK_NAME, stackNameOf } from './environments.ts';
import { SettingsError } from './settings.ts';

/** The context values about GitHub. */
export interface AccessContext {
  /** `owner/name`, or `owner@123/name@456` if GitHub's token subjects contain ids. Without it there is no stack. */
  readonly repository?: unknown;
  /** The ARN of GitHub's identity provider, if the account has one. */
  readonly oidcProviderArn?: unknown;
}

/** The repository that may assume the roles, and the stacks that they can access. */
export interface DeployAccess {
  readonly stackName: string;
  /** The environments that are deployed from the repository to this account, with their stacks. */
  readonly environments: readonly { readonly name: string; readonly stackName: string }[];
  /** The repository's name, as in the subjects of GitHub's tokens. */
  readonly repository: string;
  /** @default a new identity provider is created; an account can have only one */
  readonly oidcProviderArn?: string;
}

/** Both names, either without or with ids. */
const REPOSITORY =
  /^[A-Za-z\d](?:[A-Za-z\d-]{0,38}\/[\w.-]{1,100}|[A-Za-z\d-]{0,38}@\d+\/[\w.-]{1,100}@\d+)$/;
const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/;

/**
 * Reads the access from the context; null if the context names no repository. If an environment is chosen, the access is limited to
 * it, so that each environment can have its own account.
 * @throws SettingsError
 */
export function chooseAccess(
  context: DeploymentContext,
  { repository, oidcProviderArn }: AccessContext,
): DeployAccess | null {
  if (repository === undefined) return null;
  if (typeof repository !== 'string' || !REPOSITORY.test(repository)) {
    throw new SettingsError(
      `The repository is ${JSON.stringify(repository)}, but must be "owner/name", or "owner@123/name@456" if GitHub's subjects contain ids.`,
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
    throw new SettingsError('cdk.json (context.environments) has no environments for GitHub to deploy.');
  }
  return {
    stackName: `${STACK_NAME}-GitHub`,
    environments: names.map((name) => ({ name, stackName: stackNameOf(name) })),
    repository,
    ...(oidcProviderArn !== undefined && { oidcProviderArn }),
  };
}
