import { describe, expect, it } from 'vitest'
import { audienceOf } from '../../db/matters/kinds.ts'
import { matterStepsOf } from '../../db/matters/write.ts'
import { matterMessageFor } from '../../push/matter-message.ts'
import { APPLICANT_USER } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { INSTALMENT_PLAN, NEW_HOLDER, OLD_HOLDER } from '../fixtures/matters.ts'
import { largestContent, NO_CONTENT } from '../fixtures/reports.ts'
import {
  answeredRating,
  brokenInspection,
  heldReport,
  overdueInstalments,
  partlyTransferred,
  withdrawnRecord,
} from '../projection/matters.ts'
import type { WholeMatter } from '../projection/matters.ts'

interface Said {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly subject: string
  readonly data: {
    readonly seq: number
    readonly event: string
    readonly actor: object
    readonly detail?: Record<string, unknown>
  }
}

/** What an organisation hears of a matter, if all of it is sent there. */
function said(org: string, { kind, id, events }: WholeMatter): readonly Said[] {
  return matterStepsOf(kind, id, undefined, events).map((step): Said =>
    JSON.parse(matterMessageFor(org, kind, step, CHIBI).body),
  )
}

function detailOf(messages: readonly Said[], event: string): Record<string, unknown> | undefined {
  return messages.find(({ data }) => data.event === event)?.data.detail
}

const NUMBER = 'CB-20261123-00001-0'
const oneOfEach = () => [
  withdrawnRecord(RECORD),
  partlyTransferred('CBT-20261123-00001-0'),
  answeredRating(NUMBER),
  overdueInstalments(NUMBER),
  brokenInspection(NUMBER),
  heldReport('2026-Q4'),
]

/** To whom its last event goes, or the one of a number. */
function audience({ kind, id, events }: WholeMatter, seq = events.length): string[] {
  const step = matterStepsOf(kind, id, undefined, events)[seq - 1]
  if (step === undefined) throw new Error(`no event ${seq}`)
  return audienceOf(kind, step.state)
}

const RECORD = 'credit:CB-20261123-00001-0:water:shuiwu:1'
const PERSON = {
  kind: 'false',
  subject: { name: '王小明', identityNumber: NEW_HOLDER.identityNumber, account: 'hubei-user-7' },
  reason: '提供虚假材料',
}
const person = () => withdrawnRecord(RECORD, PERSON, APPLICANT_USER)

describe('messages of matters', () => {
  it('R-27: a CloudEvent of the matter, saying where it stands after the event', () => {
    const messages = said('creditPlatform', withdrawnRecord(RECORD))
    expect(messages.at(-1)).toMatchObject({
      specversion: '1.0',
      id: `${RECORD}:7`,
      source: 'urn:seven-ones:chibi',
      type: 'cn.seven-ones.recordWithdrawn',
      subject: RECORD,
      datacontenttype: 'application/json',
      data: {
        kind: 'creditRecord',
        kindName: '信用记录',
        seq: 7,
        event: 'recordWithdrawn',
        name: '撤销',
        rule: 'R-29',
        status: 'withdrawn',
        statusName: '已撤销',
        detail: { reason: '复查记录有误', org: 'office' },
      },
    })
    expect(messages.map(({ data }) => [data.seq, data.event])).toContainEqual([5, 'deadlinePassed'])
  })

  it('R-27: the same at every attempt, and as a rebuild would make it', () => {
    const again = oneOfEach()
    oneOfEach().forEach((the, place) => expect(said('office', the)).toEqual(said('office', again[place] ?? the)))
  })

  it('R-29: the report tells the credit platform and the joint sanction the whole record: subject, reason, source and term', () => {
    for (const org of ['creditPlatform', 'jiaotong']) {
      expect(detailOf(said(org, person()), 'recordReported')).toMatchObject({
        platform: 'creditPlatform',
        kind: 'false',
        subject: { name: '王小明', identityNumber: NEW_HOLDER.identityNumber },
        reason: '提供虚假材料',
        source: { order: 'water:shuiwu:1', evidence: '复查照片' },
        expiresAt: '2029-11-23T01:00:00.000Z',
      })
      expect(JSON.stringify(said(org, person()).slice(1))).not.toContain('"account"')
    }
  })

  it('R-39: who oversees a credit record hears where it stands, neither who nor why', () => {
    const messages = said('group', person())
    expect(JSON.stringify(messages)).not.toMatch(/王小明|11010519491231002X|虚假|hubei-user-7|复查/)
    expect(detailOf(messages, 'recordReported')).toMatchObject({
      subject: { name: '王**', identityNumber: '110*************2X' },
      kind: 'false',
    })
    expect(messages.every(({ data }) => !('sub' in data.actor))).toBe(true)
  })

  it('R-28, R-39: a transfer goes whole to the utilities, without accounts to who verifies the ownership; the intake hears the result of each account, and why not', () => {
    const the = partlyTransferred('CBT-20261123-00001-0')
    const personal = [
      NEW_HOLDER.name,
      NEW_HOLDER.identityNumber,
      OLD_HOLDER.name,
      OLD_HOLDER.creditCode,
      '13871234567',
      '河北大道 188 号',
      '4200118',
      '4200999',
      '厂房转让',
    ]
    const found = (org: string) => personal.filter((one) => JSON.stringify(said(org, the)).includes(one))
    for (const org of ['shuiwu', 'guowang']) expect([org, found(org)]).toEqual([org, personal])
    expect(found('zigui')).toEqual(personal.filter((one) => !one.startsWith('4200')))
    for (const org of ['hubeiGovernmentService', 'office', 'fagai']) expect([org, found(org)]).toEqual([org, []])
    const heard = said('hubeiGovernmentService', the)
    expect(detailOf(heard, 'accountFailed')).toEqual({
      account: 'power:guowang:1',
      org: 'guowang',
      late: true,
      reason: '原户主欠费',
    })
    expect(detailOf(heard, 'transferClosed')).toEqual({ outcome: 'partly' })
    expect(heard.at(-1)?.data).toMatchObject({ status: 'closed', statusName: '办结' })
  })

  it('R-27, R-28: a transfer that the user requests by themself is told to the channel that they came by', () => {
    const {
      kind,
      id,
      events: [opening],
    } = partlyTransferred('CBT-20261123-00001-0')
    if (opening === undefined) throw new Error('no opening')
    const [step] = matterStepsOf(kind, id, undefined, [{ ...opening, actor: APPLICANT_USER }])
    expect(step && audienceOf(kind, step.state)).toEqual(['guowang', 'hubeiGovernmentService', 'shuiwu', 'zigui'])
  })

  it('R-32, R-39: what the user wrote goes to who is rated, who answers and the intake that sent it; others hear the grades', () => {
    const the = answeredRating('CB-20261123-00001-0')
    for (const org of ['shuiwu', 'office', 'hubeiGovernmentService'])
      expect(detailOf(said(org, the), 'caseRated')).toMatchObject({ rating: { text: '约好的时间没有人来' } })
    expect(JSON.stringify(said('group', the))).not.toMatch(/约好的时间没有人来|处理及时/)
    expect(detailOf(said('group', the), 'caseRated')).toMatchObject({ rating: { grade: 'dissatisfied' }, bad: true })
  })

  it('R-23: the utility and the channel that the user came by hear parts, amounts, due dates, reminders, what is overdue and what was paid', () => {
    const the = overdueInstalments(NUMBER)
    for (const org of ['shuiwu', 'hubeiGovernmentService']) {
      const heard = said(org, the)
      expect(detailOf(heard, 'instalmentsOpened')).toMatchObject({
        line: 'water:shuiwu',
        parts: [
          { dueDate: '2026-12-01', amountFen: 40_000 },
          { dueDate: '2027-03-01', amountFen: 1 },
        ],
      })
      const first = { part: 1, dueDate: '2026-12-01', amountFen: 40_000 }
      for (const event of ['deadlineStarted', 'deadlineWarned', 'deadlinePassed'])
        expect([event, detailOf(heard, event)]).toEqual([
          event,
          expect.objectContaining({ ...first, remainingFen: 40_001 }),
        ])
      expect(heard.find(({ data }) => data.event === 'deadlinePassed')?.data).toMatchObject({
        status: 'overdue',
        statusName: '有逾期',
      })
      expect(detailOf(heard, 'paymentRecorded')).toEqual({
        ...first,
        paidOn: '2026-12-02',
        late: true,
        remainingFen: 1,
      })
      expect(detailOf(heard, 'instalmentsReleased')).toEqual({ reason: '余额核减', org: 'shuiwu', remainingFen: 1 })
    }
  })

  it('R-23, R-39: nobody else hears of amounts or reasons; who oversees the city hears how it stands', () => {
    for (const org of ['office', 'group', 'zhujian', 'guowang', 'zigui']) {
      const heard = said(org, overdueInstalments(NUMBER))
      expect([org, JSON.stringify(heard)]).not.toEqual([
        org,
        expect.stringMatching(/amount|remaining|Fen"|40000|核减|hubei-user-7|"sub"/),
      ])
      expect(detailOf(heard, 'deadlinePassed')).toEqual({
        deadline: 'instalment:1',
        owner: 'applicant',
        part: 1,
        dueDate: '2026-12-01',
      })
    }
    expect(audience(overdueInstalments(NUMBER))).toEqual(['hubeiGovernmentService', 'shuiwu'])
  })

  it.each<[string, object, string[]]>([
    ['by the intake that registered the case', { side: INSTALMENT_PLAN.side }, ['hubeiGovernmentService', 'shuiwu']],
    [
      'by the channel of one who registered in person',
      { side: { applicant: 'u', intake: 'applicant', channel: 'onlineHall' } },
      ['onlineHall', 'shuiwu'],
    ],
    [
      'by the channel where a bureau collected the demand',
      { side: { intake: 'zhengshu', channel: 'window' } },
      ['shuiwu', 'window'],
    ],
    ['by nobody where 0.2 did not keep the channel', { side: { applicant: 'u', intake: 'applicant' } }, ['shuiwu']],
  ])('R-27, R-23: the user is told %s', (_title, change, orgs) => {
    expect(audience(overdueInstalments(NUMBER, change))).toEqual(orgs)
  })

  it('R-20: a later inspection goes whole to the authority and the utility, and to the office once the promise is broken', () => {
    const the = brokenInspection(NUMBER)
    for (const org of ['chengguan', 'shuiwu']) {
      expect(detailOf(said(org, the), 'rectificationOrdered')).toMatchObject({
        requirement: '路面沉降，重新恢复',
        dueDate: '2026-12-01',
        promises: [4],
      })
      expect(detailOf(said(org, the), 'extensionRequested')).toMatchObject({
        dueDate: '2026-12-08',
        reason: '连日降雨',
      })
    }
    const office = said('office', the)
    const broken = office.findIndex(({ data }) => data.event === 'promiseBroken')
    expect(JSON.stringify(office.slice(0, broken))).not.toMatch(/路面沉降|现场照片|连日降雨|hubei-user-7|"sub"/)
    expect(detailOf(office, 'rectificationOrdered')).toMatchObject({ dueDate: '2026-12-01', promises: [4] })
    expect(detailOf(office, 'promiseBroken')).toMatchObject({ org: 'shuiwu', promises: [4] })
    expect(detailOf(office, 'reinspected')).toMatchObject({ passed: true, evidence: '复查照片' })
    expect([audience(the, 3), audience(the)]).toEqual([
      ['chengguan', 'shuiwu'],
      ['chengguan', 'office', 'shuiwu'],
    ])
  })

  it('R-31: a report goes whole to the group, the office, the assessor, the reviewer and every party, with where it lies; not to intakes, nor to the credit platform', () => {
    const the = heldReport('2026-Q4', largestContent())
    const parties = audience(the)
    expect(parties).toEqual(
      expect.arrayContaining(['group', 'office', 'zhujian', 'fagai', 'window', 'shuiwu', 'telecom']),
    )
    expect(parties.filter((org) => org === 'creditPlatform' || org === 'hubeiGovernmentService')).toEqual([])
    for (const org of parties) {
      expect(detailOf(said(org, the), 'reportCompiled')).toEqual({
        version: 1,
        final: true,
        content: largestContent(),
        links: { report: '/api/v1/reports/2026-Q4', document: '/api/v1/reports/2026-Q4/document' },
      })
    }
    expect(detailOf(said('group', the), 'reportReviewed')).toMatchObject({
      endorsed: true,
      findings: '停表均有依据',
      late: true,
    })
  })

  it('R-31: larger than receivers commonly take, it only says where it lies', () => {
    const [row] = largestContent().rows
    if (row === undefined) throw new Error('no row')
    const compiled = said(
      'group',
      heldReport('2026-Q4', { ...NO_CONTENT, rows: Array.from({ length: 5_000 }, () => row) }),
    )[1]
    expect(compiled?.data.detail).toEqual({
      version: 1,
      final: true,
      links: { report: '/api/v1/reports/2026-Q4', document: '/api/v1/reports/2026-Q4/document' },
    })
  })

  it('R-39: nobody hears the hashes of the request that opened it', () => {
    for (const the of oneOfEach()) {
      for (const org of ['office', 'zigui', 'shuiwu', 'group'])
        expect(JSON.stringify(said(org, the))).not.toMatch(/keyHash|bodyHash/)
    }
  })
})
