import { Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';

export interface MonthlyBudgetProps {
  /** US dollars per month for the whole account: budgets per stack would need activated cost allocation tags. */
  readonly dollars: number;
  /** The addresses to notify, at most ten. */
  readonly emails: readonly string[];
}

/** The notifications: actual or forecasted costs of the month, in per cent of the budget. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/** Notifies by e-mail when the month's costs approach the budget. A topic is not used, because budgets send plain text, which PagerDuty cannot read. */
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
