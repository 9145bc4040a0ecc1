/** One Temporal dev server and one PostgreSQL for all tests of the project `servers`, on free ports, kept nowhere. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../db/migrate.ts'
import { PROGRAM } from '../fixtures/program-role.ts'
import { freePorts } from '../../scripts/stack/ports.ts'
import { startPostgres, untilAccepting } from '../../scripts/stack/postgres.ts'
import type { Program } from '../../scripts/stack/program.ts'
import { RETENTION_DAYS } from '../../temporal/prepare.ts'
import { temporalCli } from '../../scripts/stack/temporal-cli.ts'
import { startDevServer, untilAnswering } from '../../scripts/stack/temporal-dev-server.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { ensureNamespace, ensureSearchAttributes } from '../../temporal/namespace.ts'
import { workflowCode } from '../../temporal/workflow-code.ts'
import { CODE_DIR } from '../code-dir.ts'

export type TestServers = {
  /** Migrated already; of the owner, who is a superuser. */
  databaseUrl: string
  temporalAddress: string
  namespace: string
  /** As in PAYLOAD_KEYS. */
  payloadKeys: string
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: TestServers
    /** The file that holds our workflows, bundled. */
    workflowCode: string
  }
}

const NAMESPACE = 'seven-ones'

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-test-'))
  const programs: Program[] = []
  const tearDown = async () => {
    await Promise.all(programs.map((program) => program.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const cli = await temporalCli((text) => void process.stderr.write(`${text}\n`))
    const [postgresPort = 0, temporalPort = 0] = await freePorts(2)
    const postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      port: postgresPort,
      logFile: join(folder, 'postgres.log'),
      fast: true,
    })
    programs.push(postgres.program)
    const temporal = await startDevServer(cli, { port: temporalPort, logFile: join(folder, 'temporal.log') })
    programs.push(temporal.program)
    await Promise.all([untilAccepting(postgres), untilAnswering(temporal)])

    await migrate(postgres.url, PROGRAM)
    const connection = await Connection.connect({ address: temporal.address, connectTimeout: '5 seconds' })
    await ensureNamespace(connection, { namespace: NAMESPACE, retentionDays: RETENTION_DAYS })
    await ensureSearchAttributes(connection, NAMESPACE)
    await connection.close()

    project.provide('workflowCode', await bundledInto(folder))
    project.provide('servers', {
      databaseUrl: postgres.url,
      temporalAddress: temporal.address,
      namespace: NAMESPACE,
      payloadKeys: newKey(),
    })
    return tearDown
  } catch (error) {
    await tearDown()
    throw error
  }
}

/** Every worker here runs the same workflows, and bundling them takes seconds. */
async function bundledInto(folder: string): Promise<string> {
  const converter = dataConverter(parseKeyring(newKey()))
  const bundle = await workflowCode({ converter, use: 'live', dir: CODE_DIR })
  if (!('code' in bundle)) throw new Error('bundled into no code')
  const path = join(folder, 'workflows.js')
  writeFileSync(path, bundle.code)
  return path
}
