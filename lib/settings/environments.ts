import { parseSettings, readGivenSettings, type Settings, SettingsError } from './settings.ts';

/** The stack's name, and what the names of environments' stacks begin with. */
export const STACK_NAME = 'MovieStatistics';

/** What the CDK's context says of deployments: cdk.json's, with `-c name=value` of the command line over it. */
export interface DeploymentContext {
  /** The environment's name, where one is asked for. */
  readonly environment?: unknown;
  /** The settings of each environment by its name. */
  readonly environments?: unknown;
  /** The settings of every environment, and of a stack without one. */
  readonly settings?: unknown;
}

/** One stack of the service as it is to be deployed. */
export interface Deployment {
  /** Null for the one stack of an account that needs no more, and for local runs. */
  readonly environment: string | null;
  readonly stackName: string;
  readonly settings: Settings;
}

/** A name that stacks, databases and GitHub's environments may have. */
const NAME = /^[a-z][a-z0-9]{0,19}$/;

/** What belongs to one deployment alone, so that all environments together may not set it. */
const ONE_OF_A_KIND = ['siteDomain', 'apiDomain'] as const;

/**
 * The deployment that the context asks for. The settings of an environment go over those of all; without an environment
 * there are only those.
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

/** `MovieStatistics-prod`: hyphens are all that a stack's name may have beside letters and digits. */
export const stackNameOf = (environment: string): string => `${STACK_NAME}-${environment}`;

type Given = Readonly<Record<string, unknown>>;

function environmentsOf({ environments = {} }: DeploymentContext): ReadonlyMap<string, Given> {
  const given = readGivenSettings(environments);
  for (const name of Object.keys(given)) {
    if (!NAME.test(name)) {
      throw new SettingsError(
        `The environment ${JSON.stringify(name)} has a name that stacks and databases can't have: up to 20 of a–z and digits, a letter first.`,
      );
    }
  }
  return new Map(Object.entries(given).map(([name, settings]) => [name, readGivenSettings(settings)]));
}

/** The database that an environment's tables are in: its own setting, or that of all with the environment's name behind it. */
function databaseOf(environment: string, own: Given, shared: Given): unknown {
  if (own.databaseName !== undefined) return own.databaseName;
  const { databaseName = parseSettings({}).databaseName } = shared;
  return typeof databaseName === 'string' ? `${databaseName}_${environment}` : databaseName;
}

/** Several environments may share an account: what exists once there may not be set for two of them. */
function refuseSharedNames(chosen: string, shared: Given, environments: ReadonlyMap<string, Given>): void {
  for (const setting of ONE_OF_A_KIND) {
    if (shared[setting] !== undefined) {
      throw new SettingsError(
        `The setting ${setting} stands in context.settings, for all environments, but a domain leads to one of them; put it into context.environments.${chosen}.`,
      );
    }
  }
  const mine = databaseOf(chosen, environments.get(chosen)!, shared);
  for (const [other, settings] of environments) {
    if (other !== chosen && databaseOf(other, settings, shared) === mine) {
      throw new SettingsError(
        `The environments ${chosen} and ${other} have the same databaseName, ${JSON.stringify(mine)}, but an account has one database of a name.`,
      );
    }
  }
}
