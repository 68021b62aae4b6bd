/**
 * Where labels stand that would like to be at `wanted` (px) but need `height` px each: as near as they can be without
 * overlapping, in the same order, between `from` and `to`. More labels than there is room for are spaced evenly.
 */
export function labelPositions(
  wanted: readonly number[],
  height: number,
  from: number,
  to: number,
): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const space = order.length > 1 ? Math.min(height, (to - from) / (order.length - 1)) : height;
  const placed = new Array<number>(wanted.length);
  let lowest = from;
  for (const index of order) {
    placed[index] = Math.max(lowest, wanted[index]!);
    lowest = placed[index] + space;
  }
  let highest = to;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(highest, placed[index]!);
    highest = placed[index] - space;
  }
  return placed;
}
