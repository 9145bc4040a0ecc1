/**
 * What whoever reaches Temporal tries with its own command line: acts, signals and starts that nobody sealed, and
 * what is sealed by a key that is gone.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { APPLICATIONS, happenedIn, openCase, PHONE } from './cases.ts'
import type { Happened } from './cases.ts'
import type { Victim } from './victim.ts'

export interface Attacked {
  readonly attack: string
  /** What became of it. */
  readonly became: string
  /** Whether a real act on the same case is taken afterwards; null where there is no case. */
  readonly goesOn: boolean | null
}

/** What comes to be by itself is looked for after so long. */
const LATER_MS = 5_000
const MADE_UP = { sub: 'made-up', org: 'window', role: 'clerk' }
/** What a sealed payload looks like; the key's id is one that nobody holds any more. */
const REMOVED = '--input-meta encoding=binary/encrypted --input-meta encryption-key-id=k-removed --input-base64 --input'
  .split(' ')
  .concat(Buffer.alloc(64, 7).toString('base64'))
const clear = (value: unknown) => ['--input', JSON.stringify(value)]

const update = (serviceNumber: string, name: string, ...input: readonly string[]) =>
  ['workflow', 'update', 'execute', '--workflow-id', serviceNumber, '--name', name, ...input] as const
const signal = (serviceNumber: string, ...input: readonly string[]) =>
  ['workflow', 'signal', '--workflow-id', serviceNumber, '--name', 'fileOpinion', ...input] as const

/** Each on a case of its own, with the events that must not come to be and how one is told. */
const ON_A_CASE: readonly {
  readonly attack: string
  readonly command: (serviceNumber: string) => readonly string[]
  readonly isTaken: (event: Happened) => boolean
}[] = [
  {
    attack: 'Update，杜撰的综窗人员，正文不合任何模式',
    command: (number) =>
      update(
        number,
        'correctContact',
        ...clear({ actor: MADE_UP, bodyHash: 'x', body: { contact: [7], 模式: '没有' } }),
      ),
    isTaken: ({ type, actor }) => type === 'contactCorrected' && actor.org === MADE_UP.org,
  },
  {
    attack: 'Update，杜撰的综窗人员撤回整件',
    command: (number) =>
      update(number, 'withdrawApplication', ...clear({ actor: MADE_UP, bodyHash: 'x', body: { reason: '不办了' } })),
    isTaken: ({ type }) => type === 'applicationWithdrawn',
  },
  {
    attack: 'Signal，明文的踏勘意见',
    command: (number) =>
      signal(number, ...clear({ actor: { sub: 'made-up', org: 'zigui', role: 'officer' }, body: { remarks: '同意' } })),
    isTaken: ({ type, actor }) => type === 'opinionFiled' && actor.org === 'zigui',
  },
  {
    attack: 'Update，已撤下的密钥',
    command: (number) => update(number, 'correctContact', ...REMOVED),
    isTaken: ({ type }) => type === 'contactCorrected',
  },
  {
    attack: 'Signal，已撤下的密钥',
    command: (number) => signal(number, ...REMOVED),
    isTaken: ({ type, actor }) => type === 'opinionFiled' && actor.org === 'zigui',
  },
]

export async function attackTemporal(victim: Victim): Promise<readonly Attacked[]> {
  const attacked: Attacked[] = []
  for (const { attack, command, isTaken } of ON_A_CASE) {
    const serviceNumber = await openCase(victim)
    const { wentWell, said } = await victim.temporal(...command(serviceNumber))
    await sleep(LATER_MS)
    const goesOn = await actIsTaken(victim, serviceNumber)
    const happened = await happenedIn(victim, serviceNumber)
    attacked.push({ attack, became: becameOf(happened, isTaken, wentWell, said), goesOn })
  }
  return [...attacked, await startUnsealed(victim), await query(victim)]
}

function becameOf(
  happened: readonly Happened[] | undefined,
  isTaken: (event: Happened) => boolean,
  wentWell: boolean,
  said: string,
): string {
  if (happened === undefined) return '该件的经过从此读不出'
  if (happened.some(isTaken)) return '生效，记为该单位的办理'
  const refusal = happened.find(({ type }) => type === 'actRefused')
  if (refusal !== undefined) return `被拒并留痕（${String(refusal.data?.['code'])}）`
  if (wentWell) return '收下，没有下文'
  return /Encoded failure|payload-foreign/i.test(said) ? '当场拒绝，不留痕' : '没有回答：流程的任务失败'
}

/** 城管局 files what it would file anyhow. */
async function actIsTaken(victim: Victim, serviceNumber: string): Promise<boolean> {
  const officer = await victim.token('chengguan', 'officer')
  const path = `${APPLICATIONS}/${serviceNumber}/survey/opinions`
  return (await victim.post(officer, path, { remarks: '不占路、不占绿' })).status === 200
}

async function startUnsealed(victim: Victim): Promise<Attacked> {
  const id = 'CB-20261126-99999-0'
  const input = {
    serviceNumber: id,
    registeredBy: MADE_UP,
    registration: {},
    keyHash: 'x',
    policy: {},
    policyHash: 'x',
  }
  const begun = ['workflow', 'start', '--type', 'application', '--workflow-id', id, '--task-queue', 'seven-ones']
  await victim.temporal(...begun, ...clear(input))
  await sleep(LATER_MS)
  const { said } = await victim.temporal('workflow', 'describe', '--workflow-id', id, '--output', 'json')
  const [, status = '不明'] = /WORKFLOW_EXECUTION_STATUS_([A-Z_]+)/.exec(said) ?? []
  const [, length = '?'] = /"historyLength":\s*"?(\d+)/.exec(said) ?? []
  return {
    attack: 'Start，明文的一件',
    became: `${LATER_MS / 1_000} 秒后 ${status}，${length} 个历史事件`,
    goesOn: null,
  }
}

async function query(victim: Victim): Promise<Attacked> {
  const serviceNumber = await openCase(victim)
  const asked = ['workflow', 'query', '--workflow-id', serviceNumber, '--type', 'caseState', '--output', 'json']
  const { wentWell, said } = await victim.temporal(...asked)
  const became = said.includes(PHONE) ? '答出明文' : wentWell ? '答的是密文' : `不答（${firstLine(said)}）`
  return { attack: 'Query，一件的状态', became, goesOn: await actIsTaken(victim, serviceNumber) }
}

const firstLine = (said: string) => said.trim().split('\n')[0]?.slice(0, 120) ?? ''
