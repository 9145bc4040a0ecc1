/** OpenID Connect: code with PKCE, by the provider that OIDC_ISSUER names. */
import * as oidc from 'openid-client'
import type { Environment } from '../../environment.ts'

export interface Tokens {
  /** A JWT that the API takes as it takes a system's. */
  readonly access: string
  readonly refresh?: string | undefined
}

/** What must come back with the code, kept by the browser meanwhile. */
interface Started {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
}

/** Asked for lazily: a provider that is away when we start is found when somebody signs in. */
export interface Provider {
  start(): Promise<Started & { readonly url: string }>
  /** `query` of the callback, as it came. Throws where the provider refused or something does not fit. */
  finish(query: string, started: Started): Promise<Tokens>
  renew(refresh: string): Promise<Tokens>
  /** Where the provider ends its own session. Undefined where it has no such place or does not answer. */
  endUrl(): Promise<string | undefined>
}

const TIMEOUT_SECONDS = 5
const CLOCK_TOLERANCE_SECONDS = 5

/** Undefined where nobody signs in by a provider. */
export function providerOf(environment: Environment): Provider | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_SCOPE, OIDC_RESOURCE } = environment
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined) return undefined
  const callback = `${publicUrlOf(environment)}/session/callback`
  const resource: Record<string, string> = OIDC_RESOURCE === undefined ? {} : { resource: OIDC_RESOURCE }
  const found = discovering(environment, OIDC_ISSUER, OIDC_CLIENT_ID)
  return {
    async start() {
      const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()]
      const url = oidc.buildAuthorizationUrl(await found(), {
        redirect_uri: callback,
        scope: OIDC_SCOPE,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...(OIDC_SCOPE.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}),
        ...resource,
      })
      return { verifier, state, nonce, url: url.href }
    },
    async finish(query, { verifier, state, nonce }) {
      const answer = await oidc.authorizationCodeGrant(
        await found(),
        new URL(`${callback}?${query}`),
        { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
        resource,
      )
      return { access: answer.access_token, refresh: answer.refresh_token }
    },
    async renew(refresh) {
      const answer = await oidc.refreshTokenGrant(await found(), refresh, resource)
      return { access: answer.access_token, refresh: answer.refresh_token ?? refresh }
    },
    endUrl: () =>
      found().then(
        (config) =>
          config.serverMetadata().end_session_endpoint === undefined
            ? undefined
            : oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: `${publicUrlOf(environment)}/` }).href,
        () => undefined,
      ),
  }
}

/** The address that people know us by. */
export function publicUrlOf({ PUBLIC_URL, PORT }: Environment): string {
  return PUBLIC_URL?.replace(/\/$/, '') ?? `http://127.0.0.1:${PORT}`
}

/** Where who has no account looks a case up; nobody can where no code can be sent. */
export function lookUpUrlOf(environment: Environment): string | undefined {
  return environment.SMS_URL === undefined ? undefined : `${publicUrlOf(environment)}/progress`
}

/** Asked once; asked again where that failed. */
function discovering(environment: Environment, issuer: string, clientId: string): () => Promise<oidc.Configuration> {
  const { OIDC_CLIENT_SECRET } = environment
  const url = new URL(issuer)
  let found: Promise<oidc.Configuration> | undefined
  return () => {
    found ??= oidc
      .discovery(
        url,
        clientId,
        { [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
        OIDC_CLIENT_SECRET === undefined ? oidc.None() : oidc.ClientSecretBasic(OIDC_CLIENT_SECRET),
        { timeout: TIMEOUT_SECONDS, execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [] },
      )
      .catch((error: unknown) => {
        found = undefined
        throw error
      })
    return found
  }
}
