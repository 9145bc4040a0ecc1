/** What Schemathesis found, read from its NDJSON report: one event a line, whole scenarios with every answer. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { isProblemCode } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'

export interface Finding {
  /** As Schemathesis names it; `error` where it could not test. */
  readonly check: string
  readonly operation: string
  readonly title: string
  readonly message: string
  /** Of the answer. */
  readonly status: number | undefined
  readonly problem: { readonly code: ProblemCode; readonly fieldCodes: readonly string[] } | undefined
  /** To send it again. */
  readonly request: string
}

export interface Found {
  readonly requests: number
  /** How many answers had which status. */
  readonly statuses: ReadonlyMap<number, number>
  readonly findings: readonly Finding[]
  /** Phases that ran, in order. */
  readonly phases: readonly string[]
  /** False where the report breaks off. */
  readonly finished: boolean
}

const BodySchema = z.union([z.string(), z.object({ $base64: z.string() })]).optional()
const InteractionSchema = z.object({
  request: z.object({ method: z.string(), uri: z.string(), body: BodySchema }),
  response: z.object({ status_code: z.int(), content: BodySchema }).optional(),
})
const CheckSchema = z.object({
  name: z.string(),
  status: z.string(),
  failure_info: z
    .object({ failure: z.object({ operation: z.string().nullish(), title: z.string(), message: z.string() }) })
    .optional(),
})
const EventSchema = z.object({
  ScenarioFinished: z
    .object({
      label: z.string().nullish(),
      phase: z.string(),
      recorder: z.object({
        checks: z.record(z.string(), z.array(CheckSchema)).default({}),
        interactions: z.record(z.string(), InteractionSchema).default({}),
      }),
    })
    .optional(),
  NonFatalError: z.looseObject({ label: z.string().optional() }).optional(),
  FatalError: z.looseObject({}).optional(),
  EngineFinished: z.looseObject({}).optional(),
})
type Event = z.infer<typeof EventSchema>
type Scenario = NonNullable<Event['ScenarioFinished']>
type Interaction = z.infer<typeof InteractionSchema>

export function readReport(file: string): Promise<Found> {
  return readLines(createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity }))
}

export async function readLines(lines: AsyncIterable<string> | Iterable<string>): Promise<Found> {
  const statuses = new Map<number, number>()
  const findings: Finding[] = []
  const phases = new Set<string>()
  let finished = false
  for await (const line of lines) {
    const {
      ScenarioFinished: scenario,
      NonFatalError,
      FatalError,
      EngineFinished,
    } = EventSchema.parse(JSON.parse(line))
    if (EngineFinished !== undefined) finished = true
    for (const error of [NonFatalError, FatalError]) if (error !== undefined) findings.push(errorOf(error))
    if (scenario === undefined) continue
    for (const { response } of Object.values(scenario.recorder.interactions)) {
      phases.add(scenario.phase)
      const status = response?.status_code ?? 0
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    findings.push(...findingsOf(scenario))
  }
  const requests = [...statuses.values()].reduce((sum, count) => sum + count, 0)
  return { requests, statuses, findings, phases: [...phases], finished }
}

/** Of one sender's runs. */
export function foundTogether(all: readonly Found[]): Found {
  const statuses = new Map<number, number>()
  for (const [status, count] of all.flatMap((one) => [...one.statuses]))
    statuses.set(status, (statuses.get(status) ?? 0) + count)
  return {
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    statuses,
    findings: all.flatMap(({ findings }) => findings),
    phases: [...new Set(all.flatMap(({ phases }) => phases))],
    finished: all.every(({ finished }) => finished),
  }
}

function findingsOf({ label, recorder: { checks, interactions } }: Scenario): readonly Finding[] {
  return Object.entries(checks).flatMap(([id, all]) =>
    all
      .filter(({ status }) => status !== 'success')
      .map(({ name, failure_info: info }) => {
        const interaction = interactions[id]
        return {
          check: name,
          operation: info?.failure.operation ?? label ?? '',
          title: info?.failure.title ?? '检查本身出错',
          message: info?.failure.message ?? '',
          status: interaction?.response?.status_code,
          problem: problemOf(textOf(interaction?.response?.content)),
          request: requestOf(interaction),
        }
      }),
  )
}

function errorOf(error: Readonly<Record<string, unknown>>): Finding {
  return {
    check: 'error',
    operation: typeof error['label'] === 'string' ? error['label'] : '',
    title: 'schemathesis',
    message: JSON.stringify(error),
    status: undefined,
    problem: undefined,
    request: '',
  }
}

const ProblemSchema = z.object({
  code: z.custom<ProblemCode>(isProblemCode),
  errors: z.array(z.object({ code: z.string() })).default([]),
})

function problemOf(text: string): Finding['problem'] {
  try {
    const { code, errors } = ProblemSchema.parse(JSON.parse(text))
    return { code, fieldCodes: errors.map((error) => error.code) }
  } catch {
    return undefined
  }
}

function requestOf(interaction: Interaction | undefined): string {
  if (interaction === undefined) return ''
  const { method, uri, body } = interaction.request
  return `${method} ${uri} ${textOf(body)}`.trim()
}

function textOf(body: z.infer<typeof BodySchema>): string {
  return typeof body === 'object' ? Buffer.from(body.$base64, 'base64').toString() : (body ?? '')
}
