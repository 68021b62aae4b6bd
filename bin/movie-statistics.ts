import { App } from 'aws-cdk-lib';
import { MovieStatisticsStack } from '../lib/movie-statistics-stack.ts';
import { parseSettings, SettingsError } from '../lib/settings.ts';

/** The CDK app: the settings of cdk.json in, one stack out. */
const app = new App();
try {
  new MovieStatisticsStack(app, 'MovieStatistics', {
    description:
      'Movie statistics: a monthly drop of The Movies Dataset in, static JSON behind API Gateway out.',
    settings: parseSettings(app.node.tryGetContext('settings')),
  });
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  // One line is all that helps; a stack trace would hide it.
  console.error(error.message);
  process.exit(1);
}
