import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';

/** The evaluation of an alarm: the evaluated time, and the treatment of missing data. */
export interface AlarmRule {
  readonly period: Duration;
  readonly evaluationPeriods: number;
  /** How many of the periods must breach the threshold. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/**
 * Edge-triggered: the alarm reports one event and returns to OK after six hours without another one. That is long enough to stay
 * visible while the event is investigated, and short enough that the next event raises the alarm again. (An alarm that stays active until a
 * run succeeds would hide the failures in between.)
 */
export const EVENT: AlarmRule = {
  period: Duration.minutes(5),
  evaluationPeriods: 72,
  datapointsToAlarm: 1,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** Level-triggered: the alarm follows the latest value. Missing data keeps the current state. */
export const STATE: AlarmRule = {
  period: Duration.hours(1),
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: TreatMissingData.IGNORE,
};

/** Missing data for three hours raises the alarm: an hourly metric is not published any more. */
export const SILENCE: AlarmRule = {
  period: Duration.hours(1),
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: TreatMissingData.BREACHING,
};

/** For shares of the requests in an hour. Missing data means that there were no requests. */
export const TRAFFIC: AlarmRule = {
  period: Duration.hours(1),
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** For latency: three consecutive periods of five minutes must breach, so that one slow period does not raise the alarm. */
export const WAITING: AlarmRule = {
  ...TRAFFIC,
  period: Duration.minutes(5),
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
};
