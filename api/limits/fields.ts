/** `RateLimit-Policy` and `RateLimit` as draft-ietf-httpapi-ratelimit-headers has them since its version 8. */
import type { LeakyBucket } from './leaky-bucket.ts'
import type { Limited } from './whose.ts'

/** What became of one request in one of its buckets. */
export interface Counted {
  readonly what: Limited
  readonly bucket: LeakyBucket
}

/** `q`: the burst, whole again after `w` seconds; `r`: how many may come at once, all of the burst in `t` seconds. */
export function rateLimitFields(counted: readonly Counted[], now: number): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': counted.map(({ what, bucket }) => `"${what}";${policyOf(bucket)}`).join(', '),
    ratelimit: counted
      .map(({ what, bucket }) => `"${what}";r=${bucket.remaining(now)};t=${bucket.secondsUntilEmpty(now)}`)
      .join(', '),
  }
}

function policyOf({ rate: { burst, perSecond } }: LeakyBucket): string {
  return `q=${burst};w=${Math.ceil(burst / perSecond)}`
}
