import { connect } from 'node:tls'
import type { Tls } from './tls.ts'
import { tlsWords } from './tls-words.ts'

const PATIENCE_MS = 3_000
/** TLS 1.3 asks for the client's certificate after the client has taken the connection for made. */
const SECOND_THOUGHTS_MS = 500

/**
 * Why a server that speaks HTTP/2 does not come to speak TLS with us, in Chinese: its client says no more than that it
 * could not connect. Undefined where it does, or where nobody answers.
 */
export function tlsRefusal(address: string, { ca, client, serverName }: Tls): Promise<string | undefined> {
  const { hostname, port } = new URL(`tls://${address}`)
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port),
      ALPNProtocols: ['h2'],
      timeout: PATIENCE_MS,
      ...(ca === undefined ? {} : { ca }),
      ...client,
      ...(serverName === undefined ? {} : { servername: serverName }),
    })
    const end = (why?: string) => {
      socket.destroy()
      resolve(why)
    }
    socket.once('error', (error) => {
      end('code' in error ? tlsWords(String(error.code)) : undefined)
    })
    socket.once('timeout', () => {
      end()
    })
    socket.once('close', () => {
      end()
    })
    socket.once('secureConnect', () => setTimeout(end, SECOND_THOUGHTS_MS).unref())
  })
}
