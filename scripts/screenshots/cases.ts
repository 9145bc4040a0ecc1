/** Applications in every state that a picture should show; names and numbers are made up. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../demo/client.ts'
import { factoryForm } from '../demo/forms.ts'
import { commitmentOf, GAS_WORKS, needsWorks, PARTICIPANTS, WATER_WORKS } from '../demo/outer-works.ts'
import { INTAKE, lead, officer } from '../demo/party.ts'

const APPLICANTS = [
  ['湖北赤马港新材料有限公司', '91440101MA5CJQ4N59'],
  ['赤壁市蒲圻茶业有限公司', '91350200MA2YJ1XR9G'],
  ['湖北陆水湖食品有限公司', '91440101MA5CJQ4N59'],
  ['赤壁华舟机械有限公司', '91350200MA2YJ1XR9G'],
  ['湖北雪峰山竹业有限公司', '91440101MA5CJQ4N59'],
  ['赤壁市羊楼洞砖茶厂', '91350200MA2YJ1XR9G'],
] as const

export interface ShownCases {
  /** Fresh from registration: receipts and opinions are awaited. */
  readonly fresh: string
  /** Water and gas under construction, power and network waiting for the user. */
  readonly building: string
  /** Of its form, where codes are sent to. */
  readonly phone: string
}

export async function makeCases(client: Client): Promise<ShownCases> {
  const numbers: string[] = []
  for (const [name, creditCode] of APPLICANTS) {
    const form = factoryForm({ name, creditCode })
    const { serviceNumber } = await client.register(INTAKE, { ...form, form: { ...form.form, projectCode: undefined } })
    numbers.push(serviceNumber)
  }
  const [building = '', surveyed = '', fresh = ''] = numbers
  await survey(client, building)
  await survey(client, surveyed)
  for (const works of [WATER_WORKS, GAS_WORKS]) await build(client, building, works)
  const [[name, creditCode]] = APPLICANTS
  return { fresh, building, phone: factoryForm({ name, creditCode }).form.phone }
}

async function survey(client: Client, number: string): Promise<void> {
  await untilStage(client, number, 'jointSurvey')
  for (const org of ['shuiwu', 'guowang', 'ranqi', 'telecom'])
    await client.act(officer(org), 'acknowledgeReceipt', number, {})
  await client.act(officer('zigui'), 'fileOpinion', number, { remarks: '符合规划，管线走既有管位' })
  await client.act(officer('chengguan'), 'fileOpinion', number, {
    remarks: '开挖河北大道须避开早晚高峰，竣工后恢复原貌',
  })
  await client.act(officer('guowang'), 'fileOpinion', number, {
    lines: [{ line: 'power:guowang', connectable: true }],
    remarks: '10 千伏公用环网柜已到红线',
  })
  await client.act(officer('telecom'), 'fileOpinion', number, {
    lines: [{ line: 'network:telecom', connectable: true, laidInAdvance: true }],
  })
  for (const works of [WATER_WORKS, GAS_WORKS])
    await client.act(officer(works.line.split(':')[1] ?? ''), 'fileOpinion', number, needsWorks(works))
  await untilStage(client, number, 'approval')
}

async function build(client: Client, number: string, works: typeof WATER_WORKS): Promise<void> {
  const builder = officer(works.line.split(':')[1] ?? '')
  const { line, design, method, owners } = works
  const day = (ahead: number) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
  await client.act(builder, 'signCommitment', number, commitmentOf(works, day(0), day(20)))
  await client.act(builder, 'fileDesign', number, { line, title: '外线设计方案', summary: design })
  await client.act(builder, 'fileConstructionPlan', number, {
    line,
    title: '外线施工方案',
    summary: method,
    nearbyOwners: owners.map(({ org }) => org),
    ...PARTICIPANTS,
  })
  for (const { org, positions, signer } of owners)
    await client.act(lead(org), 'signHandover', number, { line, positions, signer })
  await client.act(builder, 'startWorks', number, { line })
  await client.act(builder, 'reportProgress', number, { line, percent: 60, remarks: '管沟开挖过半' })
}

async function untilStage(client: Client, number: string, stage: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if ((await client.view(officer('zhujian'), number, 0)).stage === stage) return
    await sleep(500)
  }
  throw new Error(`${number} does not come to ${stage}`)
}
