import { useEffect, useRef, useState } from 'preact/hooks';
import type { LoadDraw } from '../charts/drawing.ts';

interface ChartProps<Data> {
  /** Imports the module that draws the chart. Pass the same function on every render. */
  readonly load: LoadDraw<Data>;
  readonly data: Data;
  /** Text alternative for screen readers. */
  readonly description: string;
  /** Space reserved until the chart is drawn, in px. */
  readonly height: number;
  readonly onYear?: ((year: number | null) => void) | undefined;
}

/** Shows a chart at the full width of its container and redraws it when the width changes. */
export function Chart<Data>({ load, data, description, height, onYear }: ChartProps<Data>) {
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (width === 0) return;
    let current = true;
    load().then(
      ({ draw }) => {
        if (current) container.current?.replaceChildren(draw(data, { width, onYear }));
      },
      () => setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [load, data, width, onYear]);

  if (failed) return <p class="notice">The chart could not be loaded. Its figures are in the table.</p>;
  return (
    <div
      class="chart"
      role="img"
      aria-label={description}
      ref={container}
      style={{ minBlockSize: `${height}px` }}
    />
  );
}

/** Returns the width of an element in whole px, 0 before the first measurement. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
