/** Numbers are bigints of billionths: nine decimals, exactly. */
export const BILLION = 10n ** 9n;

/** The quotient of two whole numbers that are not negative, rounded half up. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

/** A whole number cell (`30000000`, `30000000.0`); undefined where it is none. */
export function readWhole(text: string): bigint | undefined {
  const digits = text.endsWith('.0') ? text.slice(0, -2) : text;
  return /^[0-9]{1,15}$/.test(digits) ? BigInt(digits) : undefined;
}

/** A number cell in billionths, rounded half up; undefined where it is no number below 10^15. */
export function readNumber(text: string): bigint | undefined {
  const parts = /^([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text);
  if (parts === null) return undefined;
  const fraction = parts[2] ?? '';
  const digits = `${parts[1]}${fraction}`.replace(/^0+/, '');
  if (digits === '') return 0n;
  const exponent = Number(parts[3] ?? '0') - fraction.length;
  // The value is between 10^(magnitude - 1) and 10^magnitude.
  const magnitude = digits.length + exponent;
  if (magnitude > 15) return undefined;
  if (magnitude < -9) return 0n;
  const shift = exponent + 9;
  return shift >= 0
    ? BigInt(digits) * 10n ** BigInt(shift)
    : divideHalfUp(BigInt(digits), 10n ** BigInt(-shift));
}

/** The double next to `units / 10^decimals`: what a JSON number of that text is read as. */
export function toDouble(units: bigint, decimals: number): number {
  const [sign, size] = units < 0n ? ['-', -units] : ['', units];
  const digits = size.toString().padStart(decimals + 1, '0');
  return Number(`${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
}

/** A mean in millionths: `sum` in units of 1/scale over `count`, rounded half up once; null over nothing. */
export function averageInMillionths(sum: bigint, scale: bigint, count: bigint): bigint | null {
  return count === 0n ? null : divideHalfUp(sum * 1_000_000n, scale * count);
}
