/**
 * Returns positions for labels of `height` px between `from` and `to`: as near as possible to the preferred positions,
 * in the same order and without overlap. Labels that don't fit are spaced evenly and overlap. All values are in px.
 */
export function labelPositions(
  preferred: readonly number[],
  height: number,
  from: number,
  to: number,
): number[] {
  const order = preferred.map((_, index) => index).sort((a, b) => preferred[a]! - preferred[b]! || a - b);
  const space = order.length > 1 ? Math.min(height, (to - from) / (order.length - 1)) : height;
  const positions = new Array<number>(preferred.length);
  let lowest = from;
  for (const index of order) {
    positions[index] = Math.max(lowest, preferred[index]!);
    lowest = positions[index] + space;
  }
  let highest = to;
  for (const index of order.toReversed()) {
    positions[index] = Math.min(highest, positions[index]!);
    highest = positions[index] - space;
  }
  return positions;
}
