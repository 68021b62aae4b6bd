/** Takes a token for one request; false where there is none left. */
export type Throttle = () => boolean;

export interface ThrottleOptions {
  /** Tokens that come in a second. */
  readonly rate: number;
  /** Tokens that there are at most. */
  readonly burst: number;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/**
 * "API Gateway throttles requests to your API using the token bucket algorithm, where a token counts for a request":
 * the rate is how fast tokens are added, the burst the bucket's capacity.
 */
export function createThrottle({ rate, burst, now }: ThrottleOptions): Throttle {
  let tokens = burst;
  let last = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - last) / 1000) * rate);
    last = at;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}
