/** A peer behind HTTP: tokens verified, bodies parsed, answers and views as ours. Its settings stand in a file. */
import { createHash, randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { callerOf } from '../../api/auth/caller.ts'
import type { Caller } from '../../api/auth/caller.ts'
import { tokenVerifier } from '../../api/auth/verify-token.ts'
import { applicationView } from '../../api/views/application.ts'
import { loadCities } from '../../config/load-cities.ts'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { exitWithParent, failWith, tellParentReady } from '../../lifecycle.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { jobsBeside } from './boss.ts'
import { take } from './case-store.ts'
import type { Asked, CaseStore } from './case-store.ts'
import { startClocks } from './clocks.ts'
import { accessWrite, eventWrites, followingWrites, standingWrites, statementOf } from './read-model.ts'
import { actSteps, readPeerSettings } from './settings.ts'
import type { PeerSettings } from './settings.ts'

exitWithParent()
try {
  await serve(readPeerSettings())
} catch (error) {
  failWith('测量：对照', error)
}

async function serve(settings: PeerSettings): Promise<void> {
  const { environment, databaseUrl, port } = settings
  const sql = postgres(databaseUrl, { max: 10, onnotice: () => {} })
  const cities = loadCities()
  const store = await storeOf(settings, sql)
  const verify = await tokenVerifier(environment, () => new Date())
  const callerOfRequest = async ({ headers }: FastifyRequest): Promise<Caller> =>
    callerOf(await verify(headers.authorization?.replace(/^Bearer /, '') ?? ''), cities)
  const app = Fastify()

  app.post('/cases', async (request) => {
    await callerOfRequest(request)
    RegistrationSchema.parse(request.body)
    return take(store, askedBy(request, `PEER-${randomUUID()}`, 0))
  })
  app.post<{ Params: { number: string; step: string } }>('/cases/:number/acts/:step', async (request) => {
    await callerOfRequest(request)
    const step = Number(request.params.step)
    const act = store.acts[step]
    if (act?.kind === 'act') ACT_BODIES[act.type].parse(request.body)
    return take(store, askedBy(request, request.params.number, step))
  })
  app.get<{ Params: { number: string } }>('/cases/:number', async (request) => {
    const { number } = request.params
    const caller = await callerOfRequest(request)
    const [row] = await sql<{ state: CaseState }[]>`select state from peer_case where number = ${number}`
    if (row === undefined) throw new Error(`no case ${number}`)
    const { sub, org, role, city } = caller
    const entry = { sub, org, role, city: city.key, serviceNumber: number, action: 'GET', outcome: 'allowed' } as const
    const { text, values } = statementOf([accessWrite(entry)], [], [])
    await sql.unsafe(text, values, { prepare: true })
    return applicationView(row.state, caller, new Date())
  })
  await app.listen({ host: '127.0.0.1', port })
  process.once('SIGTERM', () => process.exit(0))
  tellParentReady()
}

async function storeOf({ peer, requests, city: key, databaseUrl }: PeerSettings, sql: postgres.Sql) {
  const city = loadCities().get(key)?.city
  if (city === undefined) throw new Error(`no city ${key}`)
  const common = { sql, city, acts: actSteps(requests) }
  if (peer === 'state-table') {
    startClocks(sql)
    return {
      ...common,
      writes: ({ before, after, steps }) => [
        ...standingWrites(before, after),
        ...eventWrites(steps),
        ...followingWrites(steps),
      ],
      beside: () => Promise.resolve(),
    } satisfies CaseStore
  }
  const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false })
  boss.on('error', (error) => void process.stderr.write(`${String(error)}\n`))
  await boss.start()
  return { ...common, writes: ({ steps }) => eventWrites(steps), beside: jobsBeside(boss) } satisfies CaseStore
}

function askedBy({ headers, body }: FastifyRequest, number: string, step: number): Asked {
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  return { number, step, key: String(headers['idempotency-key']), bodyHash }
}
