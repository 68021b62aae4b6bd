import { Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';

export interface MonthlyBudgetProps {
  /** US dollars a month, of the whole account: AWS tells stacks apart only by tags that the account has been told to bill by. */
  readonly dollars: number;
  /** Who is told; ten at most. */
  readonly emails: readonly string[];
}

/** When somebody is told: per cent of the budget, of what was spent or of what AWS expects until the month's end. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/** Tells by e-mail when a month grows dear. Not by the topics: a budget sends plain text there, which PagerDuty can't read. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { dollars, emails }: MonthlyBudgetProps) {
    super(scope, id);
    new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `${Stack.of(this).stackName}-monthly`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: dollars, unit: 'USD' },
      },
      notificationsWithSubscribers: NOTIFICATIONS.map((notification) => ({
        notification: { ...notification, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: emails.map((address) => ({ subscriptionType: 'EMAIL', address })),
      })),
    });
  }
}
