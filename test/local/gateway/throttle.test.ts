import { expect, it } from 'vitest';
import { createThrottle } from '../../../local/gateway/throttle.ts';

it('lets a burst through, and then as many as the rate brings', () => {
  let now = 0;
  const take = createThrottle({ rate: 10, burst: 3, now: () => now });

  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  now = 99;
  expect(take()).toBe(false);
  now = 100;
  expect([take(), take()]).toEqual([true, false]);
});

it('never gathers more than a burst', () => {
  let now = 0;
  const take = createThrottle({ rate: 1_000, burst: 2, now: () => now });
  now = 1_000_000;

  expect([take(), take(), take()]).toEqual([true, true, false]);
});
