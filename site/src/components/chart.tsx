import { useEffect, useRef, useState } from 'preact/hooks';
import type { LoadDraw } from '../charts/drawing.ts';

interface ChartProps<Data> {
  /** Brings the module that draws; charts are loaded apart from the page. Must stay the same function. */
  readonly load: LoadDraw<Data>;
  readonly data: Data;
  /** What the chart shows, in a sentence, for those who don't see it. */
  readonly description: string;
  /** The room that is kept until it is drawn, in px. */
  readonly height: number;
  readonly onYear?: ((year: number | null) => void) | undefined;
}

/** A chart as wide as its place, drawn again when that changes. Its table stands beside it. */
export function Chart<Data>({ load, data, description, height, onYear }: ChartProps<Data>) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (width === 0) return;
    let wanted = true;
    load().then(
      ({ draw }) => {
        if (wanted) place.current?.replaceChildren(draw(data, { width, onYear }));
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [load, data, width, onYear]);

  if (failed) return <p class="notice">The chart could not be loaded. Its figures are in the table.</p>;
  return (
    <div
      class="chart"
      role="img"
      aria-label={description}
      ref={place}
      style={{ minBlockSize: `${height}px` }}
    />
  );
}

/** The width of an element in whole px, 0 until it is known. */
function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, [place]);
  return width;
}
