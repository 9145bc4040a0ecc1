/** What both peers do with an act: the state is locked, the act judged, and all of it committed at once. */
import type postgres from 'postgres'
import { stepsOf } from '../../db/rows.ts'
import type { Step } from '../../db/rows.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { can } from '../../workflows/application/core/can.ts'
import { accessWrite, statementOf } from './read-model.ts'
import type { Write } from './read-model.ts'
import type { ActStep } from './settings.ts'

export interface Taken {
  readonly number: string
  readonly step: number
  readonly before: CaseState | undefined
  readonly after: CaseState
  readonly steps: readonly Step[]
}

export interface Answer {
  readonly serviceNumber: string
  readonly seq: number
  readonly stage: string
}

export interface CaseStore {
  readonly sql: postgres.Sql
  readonly city: City
  readonly acts: readonly ActStep[]
  /** What of the read model is written with the act. */
  readonly writes: (taken: Taken) => readonly Write[]
  /** Also in its transaction. */
  readonly beside: (transaction: postgres.TransactionSql, taken: Taken) => Promise<unknown>
}

export interface Asked {
  readonly number: string
  /** 0 registers the case. */
  readonly step: number
  readonly key: string
  readonly bodyHash: string
}

interface Locked {
  readonly step: number
  readonly state: CaseState
}

/** The same key again is answered the same; an act out of its turn is refused. */
export async function take(store: CaseStore, asked: Asked): Promise<Answer> {
  return store.sql.begin(async (transaction) => {
    const [known] = await transaction<{ body_hash: string; answer: Answer }[]>`
      select body_hash, answer from peer_answer where key = ${asked.key}`
    if (known !== undefined) {
      if (known.body_hash !== asked.bodyHash) throw new Error('another body under the same key')
      return known.answer
    }
    const [locked] =
      asked.step === 0
        ? []
        : await transaction<Locked[]>`select step, state from peer_case where number = ${asked.number} for update`
    const taken = judged(store, asked, locked)
    const answer: Answer = { serviceNumber: asked.number, seq: taken.after.seq, stage: taken.after.stage }
    const { text, values } = statementOf(
      [...store.writes(taken), accessOf(store, taken)],
      [STATE, ANSWER],
      [
        asked.number,
        String(taken.step),
        JSON.stringify(taken.after),
        asked.key,
        asked.bodyHash,
        JSON.stringify(answer),
      ],
    )
    await transaction.unsafe(text, values, { prepare: true })
    await store.beside(transaction, taken)
    return answer
  })
}

const STATE = `insert into peer_case values ($1::text, $2::text::integer, $3::text::json)
  on conflict (number) do update set step = excluded.step, state = excluded.state`
const ANSWER = `insert into peer_answer values ($4::text, $1::text, $5::text, $6::text::json)`

/** By our own rules, as of when it was recorded: an appointment of then is past by now. */
function judged({ acts, city }: CaseStore, { number, step }: Asked, locked: Locked | undefined): Taken {
  const act = acts[step]
  if (act === undefined || (locked?.step ?? -1) + 1 !== step) throw new Error(`act ${step} is not the next one`)
  const before = locked?.state
  if (act.kind === 'act' && before !== undefined) {
    const { type, party, body, events } = act
    const own = events.find(({ actor }) => actor.org === party.org && actor.sub === party.sub)
    can(before, { type, actor: party, at: own?.at ?? '', body }, city)
  }
  const steps = stepsOf(number, before, act.events)
  const after = steps.at(-1)?.state
  if (after === undefined) throw new Error(`act ${step} recorded nothing`)
  return { number, step, before, after, steps }
}

function accessOf({ acts, city }: CaseStore, { number, step }: Taken): Write {
  const { sub = '', org = '', role = 'system' } = acts[step]?.party ?? {}
  return accessWrite({ sub, org, role, city: city.key, serviceNumber: number, action: 'POST act', outcome: 'allowed' })
}
