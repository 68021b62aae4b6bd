import { App } from 'aws-cdk-lib';
import { DeployAccessStack } from '../lib/delivery/deploy-access.ts';
import { MovieStatisticsStack } from '../lib/movie-statistics-stack.ts';
import { chooseAccess } from '../lib/settings/deploy-access-settings.ts';
import { chooseDeployment } from '../lib/settings/environments.ts';
import { SettingsError } from '../lib/settings/settings.ts';

/** The CDK app: one stack from the settings of cdk.json, and with `-c repository=…` a second one that allows GitHub to deploy it. */
const app = new App();
const context = (name: string): unknown => app.node.tryGetContext(name);
try {
  const deployments = {
    environment: context('environment'),
    environments: context('environments'),
    settings: context('settings'),
  };
  const deployment = chooseDeployment(deployments);
  new MovieStatisticsStack(app, deployment.stackName, deployment);
  const access = chooseAccess(deployments, {
    repository: context('repository'),
    oidcProviderArn: context('oidcProviderArn'),
  });
  if (access) new DeployAccessStack(app, access.stackName, access);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  // The message is sufficient; a stack trace would hide it.
  console.error(error.message);
  process.exit(1);
}
