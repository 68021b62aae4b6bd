import { vi } from 'vitest';

/** A log line in the embedded metric format, from which CloudWatch extracts metrics. */
export interface MetricLine {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [key: string]: unknown;
}

/** A metric as CloudWatch extracts it. */
export interface WrittenMetric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly value: unknown;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The JSON lines of a log, which may contain other lines such as warnings of the runtime. */
export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));

export const isMetricLine = (line: object): line is MetricLine => '_aws' in line;

/** Every metric in the lines, once for each set of dimensions. */
export function metricsIn(lines: readonly object[]): WrittenMetric[] {
  return lines.filter(isMetricLine).flatMap((line) =>
    line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.flatMap(({ Name, Unit }) =>
        Dimensions.map((names) => ({
          namespace: Namespace,
          name: Name,
          unit: Unit,
          value: line[Name],
          dimensions: Object.fromEntries(names.map((name) => [name, line[name] as string])),
        })),
      ),
    ),
  );
}

/** The output of the process while this runs; on Lambda it becomes the log. */
export async function printed(run: () => unknown): Promise<string> {
  let text = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await run();
  } finally {
    spy.mockRestore();
  }
  return text;
}
