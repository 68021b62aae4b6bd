import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';

/** How an alarm comes and goes: over which time it looks, and what it takes silence for. */
export interface AlarmRule {
  readonly period: Duration;
  readonly evaluationPeriods: number;
  /** How many of the periods must be beyond the threshold. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/**
 * Something has happened. Silence means that it has not happened again, so the alarm ends by itself, six hours later: long enough
 * for whoever mends it not to lose sight of it, and soon enough for the next one to ring anew. (An alarm that is kept up until a run
 * succeeds would swallow the failure that comes before that.)
 */
export const EVENT: AlarmRule = {
  period: Duration.minutes(5),
  evaluationPeriods: 72,
  datapointsToAlarm: 1,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** Something is so. It stays so while nobody looks: only a value that is right again ends the alarm. */
export const STATE: AlarmRule = {
  period: Duration.hours(1),
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: TreatMissingData.IGNORE,
};

/** Whoever looks every hour has missed three looks: silence is what is wrong. */
export const SILENCE: AlarmRule = {
  period: Duration.hours(1),
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: TreatMissingData.BREACHING,
};

/** A share of what was asked for. Where nobody asks for anything, nothing goes wrong. */
export const TRAFFIC: AlarmRule = {
  period: Duration.hours(1),
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** The same, of what people wait for: a quarter of an hour of it, and no single moment. */
export const WAITING: AlarmRule = {
  ...TRAFFIC,
  period: Duration.minutes(5),
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
};
