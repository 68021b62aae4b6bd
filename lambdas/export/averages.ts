/**
 * The same averages as in `lambdas/publish/measures.ts`, computed with DuckDB's 128-bit integers, because the division of decimals
 * gives a double. `average(low, high, count)` is the mean of `count` values with the sum `low + high * 10,000,000` (decimals with nine
 * decimals), rounded half up to six decimals; null if the count is 0.
 *
 * This is long division of the two parts: the whole weighted sum of votes can have 45 digits, and 128 bits hold 38. Each part has
 * at most 38 digits, and the remainder that is carried into the second division is smaller than the divisor. The divisor is the count
 * times 1000, which is even, so half of it is exact. The double is parsed from text, so it is rounded once. Most groups have no upper
 * part and need only one division, which halves the time.
 */
export const AVERAGES: readonly string[] = [
  // In billionths: the text of a decimal with nine decimals has all nine digits.
  "create macro billionths(value) as cast(replace(cast(cast(value as decimal(38, 9)) as varchar), '.', '') as hugeint)",
  'create macro divide_half_up(dividend, divisor) as (dividend + divisor // 2) // divisor',
  `create macro divide_halves(low, high, divisor) as case
    when high = 0 then divide_half_up(low, divisor)
    else (high // divisor) * 10000000 + divide_half_up(low + (high % divisor) * 10000000, divisor) end`,
  "create macro from_millionths(value) as cast(cast(value as varchar) || 'e-6' as double)",
  `create macro average(low, high, count) as case when count > 0 then
    from_millionths(divide_halves(billionths(low), billionths(high), cast(count as hugeint) * 1000)) end`,
];
