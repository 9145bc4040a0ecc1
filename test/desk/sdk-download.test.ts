import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { downloaded } from '../../scripts/stack/sdk-download.ts'

const ENTRY = 'server_1.5.1/temporal'
const PROGRAM = '#!/bin/sh\necho hello\n'

let folder: string
let to: string
let archive: Buffer

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seven-ones-download-'))
  to = join(folder, 'bin', 'temporal')
  mkdirSync(join(folder, dirname(ENTRY)))
  writeFileSync(join(folder, ENTRY), PROGRAM)
  archive = execFileSync('tar', ['-cz', '-C', folder, ENTRY])
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Stands in for the edge from which the SDK downloads. */
async function edge(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const get = (from: string, answerWithin = 10_000) =>
  downloaded({ artifact: 'cli', version: 'v1.5.1', to, edge: from, answerWithin })
const left = () => (existsSync(dirname(to)) ? readdirSync(dirname(to)) : [])

describe('Temporal from where the SDK downloads it', () => {
  it('one version, for this machine, whole and executable', async () => {
    const asked: (string | undefined)[] = []
    const from = await edge((request, response) => {
      asked.push(request.url)
      if (request.url === '/archive.tar.gz') response.end(archive)
      else response.end(JSON.stringify({ archiveUrl: `${from}/archive.tar.gz`, fileToExtract: ENTRY }))
    })
    expect(await get(from)).toBe(true)
    expect([readFileSync(to, 'utf8'), statSync(to).mode & 0o111, left()]).toEqual([PROGRAM, 0o111, ['temporal']])
    expect(asked[0]).toMatch(/^\/cli\/v1\.5\.1\?arch=(amd64|arm64)&platform=\w+&format=tar\.gz$/)
  })

  it('where the edge does not answer in time, another way is gone, and nothing is left', async () => {
    expect([await get(await edge(() => {}), 300), left()]).toEqual([false, []])
  })

  const broken: Record<string, (from: string) => RequestListener> = {
    'does not know the version': () => (_, response) => response.writeHead(404).end(),
    'answers something else': () => (_, response) => response.end('<html>Please sign in</html>'),
    'names an archive that is none': (from) => (request, response) =>
      response.end(
        request.url === '/no.tar.gz' ? 'no' : JSON.stringify({ archiveUrl: `${from}/no.tar.gz`, fileToExtract: ENTRY }),
      ),
    'breaks off': (from) => (request, response) => {
      if (request.url !== '/half.tar.gz')
        return response.end(JSON.stringify({ archiveUrl: `${from}/half.tar.gz`, fileToExtract: ENTRY }))
      response.writeHead(200, { 'content-length': archive.length })
      return response.write(archive.subarray(0, archive.length / 2), () => response.destroy())
    },
    'has an archive without the program': (from) => (request, response) =>
      response.end(
        request.url === '/archive.tar.gz'
          ? archive
          : JSON.stringify({ archiveUrl: `${from}/archive.tar.gz`, fileToExtract: 'another' }),
      ),
  }
  it.each(Object.entries(broken))('where the edge %s, another way is gone, and nothing is left', async (_, answer) => {
    const from: string = await edge((request, response) => answer(from)(request, response))
    const started = performance.now()
    expect([await get(from), left()]).toEqual([false, []])
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('is given up where nobody listens', async () => {
    expect([await get('http://127.0.0.1:1'), left()]).toEqual([false, []])
  })
})
