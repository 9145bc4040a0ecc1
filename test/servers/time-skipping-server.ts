/**
 * Temporal's test server, for which months are moments. Set up once for this user: from where the SDK downloads it,
 * else from Maven, and then it needs Java 17.
 */
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { cacheDir } from '../../scripts/stack/cache.ts'
import { findOnPath } from '../../scripts/stack/find-on-path.ts'
import { StackError } from '../../scripts/stack/program.ts'
import { downloaded } from '../../scripts/stack/sdk-download.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { type Keyring, newKey, parseKeyring } from '../../temporal/keyring.ts'
import { addSearchAttributes } from '../../temporal/namespace.ts'

const VERSION = '1.32.0'
const home = join(cacheDir, `temporal-test-server-${VERSION}`)
const startScript = join(home, 'start.sh')
const NATIVE = 'temporal-test-server'
const JARS = 'jars'

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>seven-ones</groupId><artifactId>temporal-test-server</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`

/**
 * The SDK gives the port as the first argument, and itself says when time may skip. A test process that was killed
 * takes its server with it.
 */
const startWith = (command: string) => `#!/bin/sh
parent=$PPID
server=$$
(
  while kill -0 "$parent" && kill -0 "$server"; do sleep 1; done
  kill "$server"
) </dev/null >/dev/null 2>&1 &
exec ${command} "$1"
`
const NATIVE_START = startWith(`"$(dirname "$0")/${NATIVE}"`)
const JAVA_START = startWith(
  'java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m ' +
    `-cp "$(dirname "$0")/${JARS}/*" io.temporal.testserver.TestServer`,
)

/** Where the start script lies; sets everything up on first use: beside its place, and moved there whole. */
export async function setUpTimeSkippingServer(say: (text: string) => void = () => {}): Promise<string> {
  if (existsSync(startScript)) {
    if (existsSync(join(home, JARS))) assertJava()
    return startScript
  }
  say(`正在下载 Temporal 测试服务器 ${VERSION}（首次约 10 秒）…`)
  mkdirSync(cacheDir, { recursive: true })
  const fresh = mkdtempSync(join(cacheDir, 'temporal-test-server-'))
  try {
    const isNative = await downloaded({ artifact: NATIVE, version: `v${VERSION}`, to: join(fresh, NATIVE) })
    if (!isNative) await fetchJars(fresh)
    writeFileSync(join(fresh, 'start.sh'), isNative ? NATIVE_START : JAVA_START)
    chmodSync(join(fresh, 'start.sh'), 0o755)
    try {
      renameSync(fresh, home)
    } catch (error) {
      if (!existsSync(startScript)) throw error // else another run was faster
    }
    return startScript
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function assertJava(): void {
  if (!findOnPath('java')) throw new StackError('期限测试需要 Java 17：PATH 上没有 java。')
}

async function fetchJars(folder: string): Promise<void> {
  assertJava()
  if (!findOnPath('mvn')) throw new StackError('期限测试需要 Maven 下载 Temporal 测试服务器：PATH 上没有 mvn。')
  writeFileSync(join(folder, 'pom.xml'), POM)
  const output = `-DoutputDirectory=${join(folder, JARS)}`
  const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', output]
  await promisify(execFile)('mvn', goal, { cwd: folder }).catch((error: Error & { stdout?: string }) => {
    throw new StackError(`Temporal 测试服务器下载失败：${error.stdout?.trim() || error.message}`)
  })
}

/** One for each test file, for it never skips for two. The caller ends it with `teardown()`. */
export async function timeSkippingEnvironment(
  keyring: Keyring = parseKeyring(newKey()),
): Promise<TestWorkflowEnvironment> {
  const path = await setUpTimeSkippingServer()
  const environment = await started(() =>
    TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
      client: { dataConverter: dataConverter(keyring) },
    }),
  )
  await addSearchAttributes(environment.connection, environment.namespace ?? 'default')
  return environment
}

/** The SDK gives a server five seconds, which Java may need on a busy machine: five times. */
async function started<T>(start: () => Promise<T>, times = 5): Promise<T> {
  try {
    return await start()
  } catch (error) {
    if (times === 1 || !(error instanceof Error && error.message.includes('did not start within'))) throw error
    return started(start, times - 1)
  }
}
