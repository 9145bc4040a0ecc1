import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectEvents } from '../../db/projection.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { ACTS } from '../../domain/act/act.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { officer } from '../fixtures/actors.ts'
import { APPLICANT, registration } from '../fixtures/forms.ts'
import { testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { personsDemand, READERS, SECRETS, secretsIn } from '../fixtures/who-sees-what.ts'

const servers = testServers({ ownDatabase: true })
const CLERK: Who = ['window', 'clerk']
const [COMPANY, PERSON] = [1, 2].map((sequence) => makeServiceNumber('CB', '2026-11-23', sequence)) as [string, string]

beforeAll(async () => {
  const persons = RegistrationSchema.parse(personsDemand())
  for (const [serviceNumber, body] of [
    [COMPANY, registration()],
    [PERSON, persons],
  ] as const) {
    const the = new PureCase(applicationInput(body, { serviceNumber }))
    the.atSurvey()
    the.act('reassignTask', officer('zigui'), { task: `${serviceNumber}:fileOpinion:zigui`, person: '独孤铁柱' })
    await projectEvents(servers.database, serviceNumber, the.events)
  }
})

async function asked(path: string, [org, role, sub]: Who, query: Readonly<Record<string, string>> = {}) {
  const token = await servers.api.token(org, role, sub === undefined ? {} : { sub })
  return servers.api.get(`/api/v1/${path}?${new URLSearchParams(query).toString()}`, token)
}

async function found(who: Who, query: Readonly<Record<string, string>>): Promise<string[]> {
  const answer = await asked('applications', who, { sort: 'oldest', ...query })
  expect([answer.statusCode, answer.payload]).toEqual([200, expect.any(String)])
  return answer.json().items.map((item: { serviceNumber: string }) => item.serviceNumber)
}

async function refusal(path: string, who: Who, query: Readonly<Record<string, string>>) {
  const answer = await asked(path, who, query)
  return [answer.statusCode, answer.json().code, answer.json().errors?.[0]?.field]
}

describe('R-10: the window finds a case as people say it', () => {
  it('by number however it is typed, name, code, address and project', async () => {
    for (const query of [
      { serviceNumber: COMPANY },
      { serviceNumber: ' ｃｂ－20261123-00001'.replace('－', '-') },
      { serviceNumber: '20261123-00001' },
      { applicant: '蒲圻 精密' },
      { creditCode: APPLICANT.creditCode.toLowerCase() },
      { projectCode: '2411-421281-04-01-123456' },
      { applicant: '精密', address: '河北大道188号', stage: 'jointSurvey', organisation: 'shuiwu' },
    ] as Readonly<Record<string, string>>[])
      expect([query, await found(CLERK, query)]).toEqual([query, [COMPANY]])
    expect(await found(CLERK, { address: '河北大道' })).toEqual([COMPANY, PERSON])
    expect(await found(CLERK, { registeredFrom: '2026-11-23', registeredTo: '2026-11-23' })).toEqual([COMPANY, PERSON])
    expect(await found(CLERK, { registeredTo: '2026-11-22' })).toEqual([])
    expect(await found(CLERK, { applicant: "' or 1=1 --" })).toEqual([])
    expect(await found(CLERK, { applicant: '<script>' })).toEqual([])
  })

  it('counts by light beside the first page; the rows stay masked', async () => {
    const answer = await asked('applications', CLERK, { counts: 'true', applicant: '上官' })
    expect(answer.json()).toMatchObject({ items: [{ applicant: '上官**' }], counts: expect.any(Object) })
    expect(Object.keys(answer.json().counts)).toEqual(['green', 'yellow', 'red'])
    expect(secretsIn(answer.payload)).toEqual([])
  })

  it('what cannot be is refused at its field', async () => {
    const refused = (query: Readonly<Record<string, string>>) => refusal('applications', CLERK, query)
    const wrong = (field: string) => [422, 'validation-failed', field]
    expect(await refused({ applicants: '精密' })).toEqual([422, 'validation-failed', 'applicants'])
    expect(await refused({ applicant: '精' })).toEqual(wrong('applicant'))
    expect(await refused({ applicant: ' ' })).toEqual(wrong('applicant'))
    expect(await refused({ address: '大　 ' })).toEqual(wrong('address'))
    expect(await refused({ creditCode: '123' })).toEqual(wrong('creditCode'))
    expect(await refused({ projectCode: 'x' })).toEqual(wrong('projectCode'))
    expect(await refused({ serviceNumber: "CB'; drop" })).toEqual(wrong('serviceNumber'))
    expect(await refused({ light: 'blue' })).toEqual(wrong('light'))
    expect(await refused({ dueBefore: '2026-11-23' })).toEqual(wrong('dueBefore'))
    expect(await refused({ registeredFrom: '0000-01-01' })).toEqual(wrong('registeredFrom'))
    expect(await refused({ person: 'x', unassigned: 'true' })).toEqual(wrong('unassigned'))
    const { next } = (await asked('applications', CLERK, { limit: '1' })).json()
    expect((await asked('applications', CLERK, { limit: '1', cursor: next })).json().items).toHaveLength(1)
    expect(await refused({ cursor: next, sort: 'due' })).toEqual([400, 'cursor-invalid', 'cursor'])
  })
})

describe('R-39: a search finds only what its asker sees whole', () => {
  const sought = { name: 'applicant', address: 'address' } as const
  it.each(READERS.map((reader) => [`${reader[0]} (${reader[1]} ${reader[2]})`, reader] as const))(
    '%s',
    async (_, reader) => {
      const [, org, role, sees, sub] = reader
      const who: Who = sub === undefined ? [org, role] : [org, role, sub]
      for (const field of ['name', 'address'] as const) {
        const query = { [sought[field]]: field === 'name' ? '上官小' : '河北大道' }
        const answer = await asked('applications', who, query)
        const numbers =
          answer.statusCode === 200
            ? answer.json().items.map((item: { serviceNumber: string }) => item.serviceNumber)
            : []
        expect([field, answer.statusCode, numbers.includes(PERSON)]).toEqual([
          field,
          expect.toSatisfy((status: number) => status === 200 || (status === 403 && !sees.includes(field))),
          sees.includes(field),
        ])
      }
    },
  )

  it('who sees a name masked everywhere is told to look otherwise, and finds by number', async () => {
    for (const who of [
      ['office', 'auditor'],
      ['hubeiGovernmentService', 'system'],
    ] as const) {
      expect(await refusal('applications', who, { applicant: '精密' })).toEqual([403, 'forbidden', 'applicant'])
      expect(await refusal('applications', who, { creditCode: APPLICANT.creditCode })).toEqual([
        403,
        'forbidden',
        'creditCode',
      ])
      expect(await found(who, { serviceNumber: COMPANY })).toEqual([COMPANY])
    }
  })

  it('an identity number finds nobody, though it has the shape of a credit code', async () => {
    expect(await found(CLERK, { creditCode: SECRETS.identityNumber })).toEqual([])
  })

  it('what a search told is in the access log', async () => {
    const who: Who = ['window', 'clerk', 'who-searches']
    const entries = () => servers.database.select().from(accessLog).where(eq(accessLog.sub, 'who-searches'))
    await found(who, { applicant: '没有这个人' })
    await found(who, { applicant: '上官' })
    await expect.poll(async () => (await entries()).length).toBe(2)
    expect((await entries()).map(({ unmasked, seen }) => [unmasked, seen])).toEqual(
      expect.arrayContaining([
        [null, 'masked'],
        [['name'], 'whole'],
      ]),
    )
  })
})

describe('R-38: an inbox is searched, filtered and counted by the server', () => {
  const zigui: Who = ['zigui', 'officer']
  const inbox = async (who: Who, query: Readonly<Record<string, string>>) => {
    const answer = await asked('organisations/zigui/tasks', who, query)
    expect([answer.statusCode, answer.payload]).toEqual([200, expect.any(String)])
    return answer.json() as {
      items: { serviceNumber: string; kind: string; person: string | null }[]
      counts?: { lights: Record<string, number>; persons: string[]; people: string[]; kinds: { kind: string }[] }
    }
  }

  it('by words that all must be there: number, what is to be done, whose', async () => {
    const opinions = (await inbox(zigui, { q: '意见' })).items
    expect(opinions.map(({ kind }) => kind)).toEqual(['fileOpinion', 'fileOpinion'])
    for (const q of ['意见 上官', `${PERSON} 意见`, `${PERSON.slice(3).toLowerCase()} 提交`, '　上官　意见'])
      expect([q, (await inbox(zigui, { q })).items.map(({ serviceNumber }) => serviceNumber)]).toEqual([q, [PERSON]])
    expect((await inbox(zigui, { q: '上官 精密' })).items).toEqual([])
    expect((await inbox(zigui, { q: '%' })).items).toEqual([])
  })

  it('R-39: who looks in from outside finds no masked name, and no person', async () => {
    const office: Who = ['office', 'officer']
    expect((await inbox(office, { q: '上官' })).items).toEqual([])
    expect((await inbox(office, { q: '意见', counts: 'true' })).counts).toMatchObject({ persons: [], people: [] })
    expect(await refusal('organisations/zigui/tasks', office, { person: '独孤铁柱' })).toEqual([
      403,
      'forbidden',
      'person',
    ])
    expect((await inbox(zigui, { person: '独孤铁柱', counts: 'true' })).counts).toMatchObject({
      persons: expect.arrayContaining(['独孤铁柱']),
      lights: { none: 2 },
    })
  })

  it('R-38: names whom a task may be passed on to; nobody else of an organisation with a duty list is taken', async () => {
    const passOn = async (person: string) => {
      const answer = await servers.api.post({
        url: `/api/v1/applications/${COMPANY}/${ACTS.reassignTask.path}`,
        token: await servers.api.token('zigui', 'officer'),
        body: { task: `${COMPANY}:fileOpinion:zigui`, person },
      })
      return answer.json().errors?.find(({ field }: { field: string }) => field === 'person')?.message
    }
    const { people = [] } = (await inbox(zigui, { counts: 'true' })).counts ?? {}
    expect(people).toContain('自规局联动报装责任人')
    expect(await passOn('张三没有这个人')).toMatch(/^本单位的名单里没有“张三没有这个人”：请从名单里选/)
    expect(await passOn('城管局联动报装责任人')).toMatch(/名单里没有/)
    for (const person of people) expect([person, await passOn(person)]).toEqual([person, undefined])
  })

  it('counts do not change with the light that is shown', async () => {
    const [all, red] = [await inbox(zigui, { counts: 'true' }), await inbox(zigui, { counts: 'true', light: 'red' })]
    expect(red.counts).toEqual(all.counts)
    expect(Object.values(all.counts?.lights ?? {}).reduce((sum, count) => sum + count)).toBe(all.items.length)
  })

  it('too many words, words of nothing and unknown fields are refused', async () => {
    const refused = (query: Readonly<Record<string, string>>) => refusal('organisations/zigui/tasks', zigui, query)
    expect(await refused({ q: '一 二 三 四 五 六' })).toEqual([422, 'validation-failed', 'q'])
    expect(await refused({ q: ' ' })).toEqual([422, 'validation-failed', 'q'])
    expect(await refused({ words: '意见' })).toEqual([422, 'validation-failed', 'words'])
    expect(await refused({ kind: 'nothing' })).toEqual([422, 'validation-failed', 'kind'])
  })
})
