/** The session may end while something is open: whoever asks waits here until the person has signed in again. */
type Listener = (open: boolean) => void

let waiting: { readonly promise: Promise<boolean>; readonly settle: (signedIn: boolean) => void } | undefined
/** Set once somebody is known to be signed in: before that there is nothing open to keep. */
let askOver: Listener | undefined

const CHANNEL = 'seven-ones-session'

/** From here on the dialog asks; before, a missing session leads to the sign-in page. */
export function onSignedOut(listener: Listener): () => void {
  askOver = listener
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = () => signedIn()
  return () => {
    askOver = undefined
    channel.close()
  }
}

/** True once the person has signed in; false where there is nobody to ask. */
export function signInAgain(): Promise<boolean> {
  if (askOver === undefined) return Promise.resolve(false)
  if (waiting === undefined) {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    waiting = { promise, settle: resolve }
    askOver(true)
  }
  return waiting.promise
}

function signedIn(): void {
  waiting?.settle(true)
  waiting = undefined
  askOver?.(false)
}

/** Told by the window in which the person signed in. */
export function tellSignedIn(): void {
  new BroadcastChannel(CHANNEL).postMessage('signed in')
}
