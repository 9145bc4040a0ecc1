/** Cases of a sender's own, one in every stage, driven there by HTTP as the demo does. */
import { z } from 'zod'
import type { City } from '../../domain/city/city.schema.ts'
import { APPLICANT } from '../../test/fixtures/forms.ts'
import { evidencedBody, transferBody } from '../../test/fixtures/matters.ts'
import { Client } from '../demo/client.ts'
import type { RegistrationBody, TokenOf } from '../demo/client.ts'
import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../demo/common-steps.ts'
import { DrivenCase } from '../demo/driven-case.ts'
import { factoryForm } from '../demo/forms.ts'
import { WATER_WORKS } from '../demo/outer-works.ts'
import { INTAKE, officer } from '../demo/party.ts'
import type { Party } from '../demo/party.ts'
import type { Context } from '../demo/scenario.ts'
import { Teller } from '../demo/teller.ts'
import { commit, fileNeedsWorks, prepare, startWorks } from '../demo/works-steps.ts'
import { VERIFIED_USER } from './parties.ts'
import type { Sender } from './parties.ts'

export interface OwnCases {
  readonly serviceNumbers: readonly string[]
  readonly transferNumbers: readonly string[]
  readonly recordIds: readonly string[]
}

type Services = RegistrationBody['form']['services']

/** Port 9 discards. */
export const NOWHERE = 'http://127.0.0.1:9/tuisong'
const READY = ['power:guowang', 'network:telecom'] as const

/** From one stage to the next; a case is left after each of them. */
const STEPS: readonly ((driven: DrivenCase, context: Context, registrar: Party) => Promise<unknown>)[] = [
  () => Promise.resolve(),
  async (driven, context) => {
    await signReceipts(driven, context)
    for (const org of ['zigui', 'chengguan']) await driven.act(officer(org), 'fileOpinion', { remarks: '同意' }, '')
  },
  async (driven) => {
    for (const line of READY) await fileConnectable(driven, line, { remarks: '具备接入条件' })
    await fileNeedsWorks(driven, WATER_WORKS)
    await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
  },
  async (driven, context) => {
    await commit(driven, context, WATER_WORKS)
    await prepare(driven, context, WATER_WORKS)
    await startWorks(driven, WATER_WORKS)
  },
  async (driven, _, registrar) => {
    await connectAppointed(driven, await appoint(driven, nextHalfHour(), registrar))
  },
]

/** Of whoever acts on cases; registered by the user themselves where it is the user. */
export async function ownCasesOf(party: Party, url: string, tokenOf: TokenOf, city: City): Promise<OwnCases> {
  const client = new Client(url, tokenOf)
  const context = (): Context => ({
    city,
    client,
    tell: new Silent(city),
    progress: { serviceNumber: null, stages: [], events: 0, workflow: null },
    temporal: undefined,
  })
  const registrar = party.role === 'applicant' ? VERIFIED_USER : INTAKE
  const stages = STEPS.map((_, index) => drivenTo(context(), registrar, index))
  const cases = await Promise.all([...stages, withdrawn(context(), registrar)])
  return {
    serviceNumbers: cases.map(({ serviceNumber }) => serviceNumber),
    transferNumbers: [await transferOf(client, registrar)],
    recordIds: [await recordOf(client)],
  }
}

/** What nobody acts on is everybody's. */
export function together(all: readonly OwnCases[]): OwnCases {
  return {
    serviceNumbers: all.flatMap(({ serviceNumbers }) => serviceNumbers),
    transferNumbers: all.flatMap(({ transferNumbers }) => transferNumbers),
    recordIds: all.flatMap(({ recordIds }) => recordIds),
  }
}

async function drivenTo(context: Context, registrar: Party, stage: number): Promise<DrivenCase> {
  const driven = await registered(context, registrar)
  for (const step of STEPS.slice(0, stage + 1)) await step(driven, context, registrar)
  return driven
}

async function withdrawn(context: Context, registrar: Party): Promise<DrivenCase> {
  const driven = await registered(context, registrar)
  await driven.act(registrar, 'withdrawApplication', { reason: '项目取消' }, '')
  return driven
}

function registered(context: Context, registrar: Party): Promise<DrivenCase> {
  const services: Services = {
    water: { business: 'new', tonsPerDay: 120 },
    power: { business: 'new', kilovoltAmperes: 800 },
    network: { operators: ['telecom'], access: ['broadband'] },
  }
  const { name, creditCode } = APPLICANT
  return DrivenCase.register(context, registrar, {
    ...factoryForm({ name, creditCode }, { services }),
    channel: channelOf(registrar),
  })
}

function channelOf(registrar: Party): string {
  return registrar === INTAKE ? INTAKE.org : 'onlineHall'
}

async function transferOf(client: Client, registrar: Party): Promise<string> {
  // who requests for themself speaks for nobody else.
  const form = registrar === INTAKE ? {} : { ground: { kind: 'consent' } }
  const body = { ...transferBody(form), channel: channelOf(registrar), applicantSubject: undefined }
  return (await client.post(registrar, '/api/v1/transfers', body, z.object({ number: z.string() }))).number
}

/** proposed by evidence alone. */
async function recordOf(client: Client): Promise<string> {
  const opened = z.object({ recordId: z.string() })
  return (await client.post(officer('chengguan'), '/api/v1/credit-records', evidencedBody(), opened)).recordId
}

/** of who may have one; it goes nowhere, for nothing is pushed. */
export async function subscriptionsOf(
  { role, party }: Sender,
  url: string,
  tokenOf: TokenOf,
): Promise<readonly string[]> {
  if (party === undefined || (role !== 'administrator' && role !== 'system')) return []
  const opened = z.object({ id: z.string() })
  return [(await new Client(url, tokenOf).post(party, '/api/v1/subscriptions', { url: NOWHERE }, opened)).id]
}

class Silent extends Teller {
  override act(): void {}
  override note(): void {}
  override standing(): void {}
}
