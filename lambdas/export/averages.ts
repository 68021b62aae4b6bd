/**
 * Averages as `lambdas/publish/measures.ts` makes them from the same sums, in DuckDB's whole numbers of 128 bits, because
 * its decimals divide into a double. `average(low, high, count)` is the mean of `count` values that sum up to
 * `low + high * 10,000,000` (decimals with nine digits behind the point), to six decimals, half up; null over nothing.
 *
 * The two halves are divided one after the other, as by hand: put together, those of votes can have 45 digits, and 128
 * bits hold 38. Each half by itself is a decimal of 38 digits at most, and the remainder that the second one takes over is
 * smaller than the divisor. In millionths that is the count times 1000, which is even, so its half is exact. The double is
 * read from the decimal's text, because then it is rounded once. Most groups have nothing in the upper half: their division
 * is one, which takes half of the time.
 */
export const AVERAGES: readonly string[] = [
  // Billionths: a decimal with nine digits behind the point is written with all of them.
  "create macro billionths(value) as cast(replace(cast(cast(value as decimal(38, 9)) as varchar), '.', '') as hugeint)",
  'create macro divide_half_up(dividend, divisor) as (dividend + divisor // 2) // divisor',
  `create macro divide_halves(low, high, divisor) as case
    when high = 0 then divide_half_up(low, divisor)
    else (high // divisor) * 10000000 + divide_half_up(low + (high % divisor) * 10000000, divisor) end`,
  "create macro from_millionths(value) as cast(cast(value as varchar) || 'e-6' as double)",
  `create macro average(low, high, count) as case when count > 0 then
    from_millionths(divide_halves(billionths(low), billionths(high), cast(count as hugeint) * 1000)) end`,
];
