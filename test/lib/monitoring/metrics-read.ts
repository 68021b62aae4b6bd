import { resolved } from '../resolved.ts';
import { only, type Resource, type Synthesized } from '../synthesize.ts';

/** A metric that an alarm or the dashboard reads. */
export interface MetricRead {
  /** The alarm's name, or "the dashboard". */
  readonly by: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Every metric that the alarms and the dashboard of a stack read, with its dimensions. */
export function metricsRead(stack: Synthesized): MetricRead[] {
  return [...readByAlarms(stack), ...readByDashboard(stack)];
}

function readByAlarms(stack: Synthesized): MetricRead[] {
  return Object.values(stack.resources('AWS::CloudWatch::Alarm')).flatMap(({ Properties }) => {
    const { AlarmName, Metrics = [], ...single } = Properties;
    const metrics: Resource['Properties'][] = Metrics.flatMap(
      ({ MetricStat }: Resource['Properties']) => MetricStat?.Metric ?? [],
    );
    return (single.MetricName ? [single] : metrics).map(({ Namespace, MetricName, Dimensions = [] }) => ({
      by: AlarmName,
      namespace: Namespace,
      name: MetricName,
      dimensions: Object.fromEntries(
        Dimensions.map(({ Name, Value }: Resource['Properties']) => [Name, resolved(stack, Value)]),
      ),
    }));
  });
}

/** A metric in a dashboard body is a list: namespace, name, names and values of dimensions, and the display options at the end. */
function readByDashboard(stack: Synthesized): MetricRead[] {
  const { DashboardBody } = only(stack, 'AWS::CloudWatch::Dashboard').Properties;
  const { widgets } = JSON.parse(resolved(stack, DashboardBody)) as {
    widgets: { properties: { metrics?: (string | object)[][] } }[];
  };
  return widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((entries) => {
      const [namespace, name, ...pairs] = entries.filter((entry) => typeof entry === 'string') as string[];
      const dimensions = pairs.flatMap((entry, index) =>
        index % 2 === 0 ? [[entry, pairs[index + 1]!]] : [],
      );
      return {
        by: 'the dashboard',
        namespace: namespace!,
        name: name!,
        dimensions: Object.fromEntries(dimensions),
      };
    });
}
