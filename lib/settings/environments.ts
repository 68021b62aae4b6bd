import { parseSettings, readGivenSettings, type Settings, SettingsError } from './settings.ts';

/** The stack's name, and the prefix of the names of environments' stacks. */
export const STACK_NAME = 'MovieStatistics';

/** The context about deployments: cdk.json, overridden by `-c name=value` of the command line. */
export interface DeploymentContext {
  /** The chosen environment, if any. */
  readonly environment?: unknown;
  /** The settings of each environment by name. */
  readonly environments?: unknown;
  /** The settings of all environments, and of a stack without one. */
  readonly settings?: unknown;
}

/** One stack of the service to deploy. */
export interface Deployment {
  /** Null for a stack without an environment, and for local runs. */
  readonly environment: string | null;
  readonly stackName: string;
  readonly settings: Settings;
}

/** A name that is valid for stacks, databases and GitHub's environments. */
const NAME = /^[a-z][a-z0-9]{0,19}$/;

/** Settings that must be unique. They are refused in the settings that all environments share. */
const ONE_OF_A_KIND = ['siteDomain', 'apiDomain'] as const;

/**
 * The deployment in the context. The settings of an environment override those of all environments.
 * @throws SettingsError naming the environment or the setting, and what is wrong with it
 */
export function chooseDeployment(context: DeploymentContext): Deployment {
  const shared = readGivenSettings(context.settings);
  const { environment } = context;
  if (environment === undefined) {
    return { environment: null, stackName: STACK_NAME, settings: parseSettings(shared) };
  }
  const environments = environmentsOf(context);
  const own = typeof environment === 'string' ? environments.get(environment) : undefined;
  if (own === undefined) {
    const known = [...environments.keys()].join(', ') || 'none';
    throw new SettingsError(
      `The environment ${JSON.stringify(environment)} is unknown; cdk.json (context.environments) has ${known}.`,
    );
  }
  const name = environment as string;
  const settings = parseSettings({ ...shared, ...own, databaseName: databaseOf(name, own, shared) });
  refuseSharedNames(name, shared, environments);
  return { environment: name, stackName: stackNameOf(name), settings };
}

/** The names of all environments. @throws SettingsError */
export function environmentNames(context: DeploymentContext): string[] {
  return [...environmentsOf(context).keys()];
}

/** `MovieStatistics-prod`: names of stacks may contain letters, digits and hyphens. */
export const stackNameOf = (environment: string): string => `${STACK_NAME}-${environment}`;

type Given = Readonly<Record<string, unknown>>;

function environmentsOf({ environments = {} }: DeploymentContext): ReadonlyMap<string, Given> {
  const given = readGivenSettings(environments);
  for (const name of Object.keys(given)) {
    if (!NAME.test(name)) {
      throw new SettingsError(
        `The environment ${JSON.stringify(name)} is not a valid name: use up to 20 of a–z and digits, starting with a letter.`,
      );
    }
  }
  return new Map(Object.entries(given).map(([name, settings]) => [name, readGivenSettings(settings)]));
}

/** The database of an environment: its own setting, or the setting of all environments with the environment's name appended. */
function databaseOf(environment: string, own: Given, shared: Given): unknown {
  if (own.databaseName !== undefined) return own.databaseName;
  const { databaseName = parseSettings({}).databaseName } = shared;
  return typeof databaseName === 'string' ? `${databaseName}_${environment}` : databaseName;
}

/** Refuses names that two environments in one account cannot share. */
function refuseSharedNames(chosen: string, shared: Given, environments: ReadonlyMap<string, Given>): void {
  for (const setting of ONE_OF_A_KIND) {
    if (shared[setting] !== undefined) {
      throw new SettingsError(
        `The setting ${setting} is in context.settings, for all environments, but a domain belongs to one of them; put it into context.environments.${chosen}.`,
      );
    }
  }
  const mine = databaseOf(chosen, environments.get(chosen)!, shared);
  for (const [other, settings] of environments) {
    if (other !== chosen && databaseOf(other, settings, shared) === mine) {
      throw new SettingsError(
        `The environments ${chosen} and ${other} have the same databaseName, ${JSON.stringify(mine)}, but database names are unique in an account.`,
      );
    }
  }
}
