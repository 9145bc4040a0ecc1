import { eq } from 'drizzle-orm'
import { afterAll, describe, expect, it } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { phoneCode } from '../../db/schema/phone-code.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { ApplicationClient, APPLICATIONS } from '../fixtures/application-client.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { closedWorks } from '../fixtures/closed-works.ts'
import { APPLICANT } from '../fixtures/forms.ts'
import { testServers } from '../fixtures/matter-api.ts'
import { PlainBrowser } from '../fixtures/plain-browser.ts'
import { newPhone, smsGateway } from '../fixtures/sms.ts'

const sms = await smsGateway()
afterAll(() => sms.close())
const servers = testServers({ variables: { SMS_URL: `${sms.url}/send`, LIMIT_CODES_DAY: '60' } })
const client = new ApplicationClient(servers)
const UNKNOWN = makeServiceNumber('CB', '2031-01-02', 1)
const dateAhead = (days: number) => localDate(new Date(Date.now() + days * 86_400_000).toISOString(), CHIBI.hours)
const today = () => dateAhead(0)
const MISSING = { water: { business: 'new' }, power: { business: 'new', kilovoltAmperes: 100 } }
let addresses = 0
/** From an address of its own, so that one test uses up nothing of another's. */
const browser = () => new PlainBrowser(servers.api.app, `10.9.0.${(addresses += 1)}`)

async function asked(number: string, phone: string, the = browser()) {
  await the.get('/progress')
  const answer = await the.send('/progress/code', { number, phone })
  return { the, answer }
}

async function signedIn(number: string, phone: string, count = 1): Promise<PlainBrowser> {
  const { the, answer } = await asked(number.toLowerCase().replaceAll('-', '－'), `+86 ${phone}`)
  await the.follow(answer)
  const entered = await the.send('/progress/session', { code: await sms.codeTo(phone, count) })
  expect([entered.statusCode, entered.headers.location]).toEqual([303, '/progress/case'])
  await the.follow(entered)
  return the
}

const tryCode = (the: PlainBrowser, code: string) => the.send('/progress/session', { code })
const codesOf = (number: string) => servers.database.select().from(phoneCode).where(eq(phoneCode.serviceNumber, number))

describe('an applicant without an account, in pages without script', () => {
  it('R-03, R-12: looks the case up by number and code, supplements, moves the survey; an auditor sees by what right', async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone, services: MISSING })
    await client.until(number, 'registration')
    await client.done(number, 'registration/supplement-requests', ['window', 'clerk'], {
      items: ['services.water.tonsPerDay'],
      message: '请补用水量',
    })
    const the = await signedIn(number, phone)
    expect(the.page).toContain('等您补充信息')
    expect(the.page).not.toContain(APPLICANT.creditCode)
    expect(the.page).not.toContain(phone)
    const wrong = await the.send('/progress/case/supplement', { 'services.water.tonsPerDay': '很多' })
    expect([wrong.statusCode, the.page]).toEqual([422, expect.stringContaining('请只填数字')])
    expect(the.page).toMatch(/value="很多"/)
    const done = await the.send('/progress/case/supplement', { 'services.water.tonsPerDay': '１２０' })
    await the.follow(done)
    expect(the.page).toContain('已收到您补充的信息')
    await client.until(number, 'jointSurvey')
    await the.get('/progress/case')
    const moved = await the.send('/progress/case/survey-date', { date: '2026-13-01' })
    expect([moved.statusCode, the.page]).toEqual([422, expect.stringContaining('请选一个日期')])

    const url = `${APPLICATIONS}/${number}/history`
    const { items } = (await servers.api.get(url, await servers.api.token('zhujian', 'auditor'))).json()
    expect(items).toContainEqual(
      expect.objectContaining({
        type: 'demandSupplemented',
        actor: expect.objectContaining({ sub: `code:${number}` }),
      }),
    )
    const log = await servers.database
      .select()
      .from(accessLog)
      .where(eq(accessLog.sub, `code:${number}`))
    expect(log.map(({ action, serviceNumber }) => [action, serviceNumber])).toEqual(
      expect.arrayContaining([
        ['POST /progress/session', number],
        ['GET /progress/case', number],
        ['POST /progress/case/supplement', number],
      ]),
    )
  })

  it('R-32: rates a closed case once, and prints its own papers, without the numbers that a stranger could use', async () => {
    const number = (await closedWorks(servers.database)).split('/').at(-1) ?? ''
    const the = await signedIn(number, APPLICANT.phone)
    const paper = await the.get('/progress/case/documents/result')
    expect([paper.statusCode, paper.payload]).toEqual([200, expect.not.stringContaining(APPLICANT.phone)])
    expect((await the.get('/progress/case/documents/commitment-shuiwu')).statusCode).toBe(404)
    await the.get('/progress/case')
    const none = await the.send('/progress/case/rating', { text: '都好' })
    expect([none.statusCode, the.page]).toEqual([422, expect.stringContaining('请选一项')])
    await the.follow(await the.send('/progress/case/rating', { grade: 'satisfied', text: '<b>都好</b>' }))
    expect(the.page).toContain('满意：&lt;b&gt;都好&lt;/b&gt;')
    expect(the.page).not.toContain('action="/progress/case/rating"')
  })

  it('R-25: agrees to another time, answers that nobody was there, and cancels; each in the page, by the rules', async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone, services: { power: MISSING.power } })
    await client.until(number, 'jointSurvey')
    for (const org of ['zigui', 'chengguan'])
      await client.done(number, 'survey/opinions', [org, 'officer'], { remarks: '无意见' })
    const line = 'power:guowang'
    const guowang = ['guowang', 'officer'] as const
    await client.done(number, 'survey/opinions', [...guowang], { lines: [{ line, connectable: true }] })
    await client.until(number, 'connection')
    const the = await signedIn(number, phone)
    const ahead = (ms: number) => new Date(Date.now() + ms).toISOString()
    await client.done(number, 'connection/appointments', ['window', 'clerk'], { at: ahead(3_600_000) })
    await client.done(number, 'connection/offers', [...guowang], { line, at: ahead(5_000), reason: '班组<抢修>' })

    await the.get('/progress/case')
    expect(the.page).toContain('承办单位提议换个时间')
    expect(the.page).toContain('班组&lt;抢修&gt;')
    const none = await the.send('/progress/case/offer', { line })
    expect([none.statusCode, the.page]).toEqual([422, expect.stringContaining('请选一项')])
    const noDay = await the.send('/progress/case/offer', { line, answer: 'other', date: '', time: '09:00' })
    expect([noDay.statusCode, the.page]).toEqual([422, expect.stringContaining('请选一个日期')])
    await the.follow(await the.send('/progress/case/offer', { line, answer: 'agreed' }))
    expect(the.page).toContain('已答复承办单位')

    const told = { line, by: 'user', note: '无人开门' }
    const report = () => client.act(number, 'connection/missed-appointments', [...guowang], told)
    await expect.poll(async () => (await report()).statusCode, { timeout: 30_000, interval: 500 }).toBe(200)
    await the.get('/progress/case')
    expect(the.page).toContain('请您答复，约好的时间是否有人在')
    const claim = `${line}:2`
    const wordless = await the.send('/progress/case/missed-answer', { claim, confirmed: 'no' })
    expect([wordless.statusCode, the.page]).toEqual([422, expect.stringContaining('请说明当时的情形')])
    await the.follow(await the.send('/progress/case/missed-answer', { claim, confirmed: 'no', note: '一直在等' }))
    expect(the.page).toContain('由综窗查明认定')
    await client.done(number, 'connection/missed-decisions', ['window', 'clerk'], {
      claim,
      missed: 'neither',
      reason: '无从查证',
    })
    await the.follow(await the.send('/progress/case/cancellation', { reason: '另有安排' }))
    expect(the.page).toContain('已取消约定')
    const paper = await the.get('/progress/case/documents/missed-power-guowang')
    expect([paper.statusCode, paper.payload]).toEqual([200, expect.stringContaining('双方均不算失约')])
  })

  it('R-22, R-23: signs a plan of instalments in the page, once; declines another; the utility reads who has signed', async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone, services: { water: { business: 'new', tonsPerDay: 9 } } })
    await client.until(number, 'jointSurvey')
    const line = 'water:shuiwu'
    const [shuiwu, window] = [['shuiwu', 'officer'] as const, ['window', 'clerk'] as const]
    for (const org of ['zigui', 'chengguan'])
      await client.done(number, 'survey/opinions', [org, 'officer'], { remarks: '无意见' })
    await client.done(number, 'survey/opinions', [...shuiwu], { lines: [{ line, connectable: true }] })
    await client.until(number, 'connection')
    await client.done(number, 'inner-works/requests', window, { line, scope: '厂区支管' })
    const items = [{ name: '管材', amountFen: 400_01 }]
    await client.done(number, 'inner-works/quotes', shuiwu, { line, items, priceDocument: '赤发改价〔2024〕12 号' })
    await client.done(number, 'inner-works/instalment-requests', window, { line, mode: 'payLater' })
    const matter = `/api/v1/instalments/instalments:${number}:${line}`
    const read = async () => (await servers.api.get(matter, await servers.api.token(...shuiwu))).json()
    await expect.poll(async () => (await read()).status).toBe('offering')
    const propose = async () => {
      const offer = { parts: [{ dueDate: dateAhead(20), amountFen: 400_01 }], signer: '李经理', signedOn: today() }
      const token = await servers.api.token(...shuiwu)
      const answer = await servers.api.post({ url: `${matter}/plans`, token, body: offer })
      expect([answer.statusCode, answer.payload]).toEqual([200, expect.any(String)])
      await expect.poll(async () => (await read()).status).toBe('signing')
    }
    await propose()

    const the = await signedIn(number, phone)
    expect(the.page).toContain('轮到您：请确认分期协议（用水），最迟')
    await the.follow(await the.send('/progress/case/plan-refusal', { reason: '太急' }))
    expect(the.page).toContain('已告诉承办单位您不同意')
    await propose()
    const sure = { signer: '王小明', sure: 'yes' }
    const stale = await the.send('/progress/case/plan-signature', { line, plan: '1', ...sure })
    expect([stale.statusCode, the.page]).toEqual([422, expect.stringContaining('待签字的是第 2 个方案')])
    const unsure = await the.send('/progress/case/plan-signature', { signer: '王小明' })
    expect([unsure.statusCode, the.page]).toEqual([422, expect.stringContaining('请先打勾确认')])
    expect(the.page).toContain('value="王小明"')
    const nowhere = await the.send('/progress/case/plan-signature', { ...sure, line: 'gas:ranqi' })
    expect([nowhere.statusCode, the.page]).toEqual([422, expect.stringContaining('没有这项服务的分期')])
    const forged = await the.send('/progress/case/plan-signature', sure, { origin: 'https://evil.example' })
    expect(forged.statusCode).toBe(403)
    await the.get('/progress/case')
    const [one, other] = [
      await the.send('/progress/case/plan-signature', sure),
      await the.send('/progress/case/plan-signature', sure),
    ]
    expect([one.statusCode, other.headers.location]).toEqual([303, one.headers.location])
    const late = await the.send('/progress/case/plan-refusal', { line, plan: '2', reason: '不要了' })
    expect([late.statusCode, the.page]).toEqual([409, expect.stringContaining('没有待签字的分期方案')])
    await the.follow(one)
    expect(the.page).toContain('您已签字，分期方案双方签定')
    expect(the.page).not.toContain('action="/progress/case/plan-signature"')
    expect((await read()).agreement.plans).toMatchObject([{ number: 2, countersignature: { signer: '王小明' } }])
  })

  it('the same form sent twice is one act; from another site it is none', async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone })
    await client.until(number, 'jointSurvey')
    const the = await signedIn(number, phone)
    const body = { reason: '项目取消', sure: 'yes' }
    const forged = await the.send('/progress/case/withdrawal', body, { origin: 'https://evil.example' })
    expect(forged.statusCode).toBe(403)
    await the.get('/progress/case')
    const [one, other] = [
      await the.send('/progress/case/withdrawal', body),
      await the.send('/progress/case/withdrawal', body),
    ]
    expect([one.statusCode, other.headers.location]).toEqual([303, one.headers.location])
    await the.follow(one)
    expect(the.page).toContain('已撤回')
  })
})

describe('who is not the applicant', () => {
  it('hears the same of an unknown number, a wrong telephone and a right one; only the right one is sent a code', async () => {
    const [phone, stranger] = [newPhone(), newPhone()]
    const number = await client.register({}, { phone })
    await client.until(number, 'jointSurvey')
    const answers = await Promise.all([asked(UNKNOWN, phone), asked(number, stranger), asked(number, phone)])
    const seen = answers.map(({ the, answer: { statusCode, headers, payload } }) => {
      const { 'x-request-id': _id, date: _date, 'set-cookie': _cookie, ...rest } = headers
      return [statusCode, rest, payload, the.setCookies.map((cookie) => cookie.length)]
    })
    expect(seen).toEqual([seen[0], seen[0], seen[0]])
    await sms.codeTo(phone)
    const wrong = await Promise.all(
      answers.map(async ({ the, answer }) => {
        await the.follow(answer)
        const tried = await tryCode(the, '000000')
        return [tried.statusCode, tried.payload.replaceAll(/CB-[\d-]+/g, 'N')]
      }),
    )
    expect(wrong).toEqual([wrong[0], wrong[0], wrong[0]])
    expect([sms.to(stranger), sms.to(phone).length]).toEqual([[], 1])
  })

  it('guesses a thousand times and gets nowhere: a code dies with its fifth try, and an address is stopped', async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone })
    await client.until(number, 'jointSurvey')
    const { the, answer } = await asked(number, phone)
    await the.follow(answer)
    const code = await sms.codeTo(phone)
    const statuses = new Map<number, number>()
    for (let guess = 0; guess < 1_000; guess += 1) {
      const { statusCode } = await tryCode(the, String(guess + (guess >= Number(code) ? 1 : 0)).padStart(6, '0'))
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
    }
    expect(new Set(statuses.keys())).toEqual(new Set([422, 429]))
    expect(statuses.get(422)).toBeLessThan(60)
    const [row] = await codesOf(number)
    expect([row?.usedAt, row?.codeHash?.includes(code)]).toEqual([null, false])
    const elsewhere = new PlainBrowser(servers.api.app, '10.9.1.1')
    elsewhere.set('seven-ones-code-asked', the.cookie('seven-ones-code-asked') ?? '')
    expect((await tryCode(elsewhere, code)).statusCode).toBe(422)
  })

  it('has no use of a code that is past, was used, or was sent for another browser', async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone })
    await client.until(number, 'jointSurvey')
    const { the, answer } = await asked(number, phone)
    await the.follow(answer)
    const code = await sms.codeTo(phone)
    const other = (await asked(number, newPhone())).the
    expect((await tryCode(other, code)).statusCode).toBe(422)
    const kept = the.cookie('seven-ones-code-asked') ?? ''
    expect((await tryCode(the, code)).statusCode).toBe(303)
    const again = browser()
    again.set('seven-ones-code-asked', kept)
    expect((await tryCode(again, code)).statusCode).toBe(422)

    const late = (await asked(number, phone)).the
    const second = await sms.codeTo(phone, 2)
    await servers.database.update(phoneCode).set({ expiresAt: '2026-01-01T00:00:00.000Z' })
    expect((await tryCode(late, second)).statusCode).toBe(422)
  })

  it('does not flood a telephone: five an hour, whoever asks', async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone })
    await client.until(number, 'jointSurvey')
    const answers = await Promise.all(Array.from({ length: 20 }, () => asked(number, phone)))
    expect(new Set(answers.map(({ answer }) => answer.statusCode))).toEqual(new Set([303]))
    await expect.poll(async () => (await codesOf(number)).length).toBe(5)
    await servers.api.app.codeSessions.codes?.settled()
    expect(sms.to(phone).length).toBe(5)
  })

  it("stays out: a desk's token, a changed cookie, after signing out, and once the telephone is another", async () => {
    const phone = newPhone()
    const number = await client.register({}, { phone })
    await client.until(number, 'jointSurvey')
    const the = await signedIn(number, phone)
    expect(the.setCookies.at(-1)).toMatch(
      /^seven-ones-applicant=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=1800$/,
    )
    const officer = await servers.api.get('/progress/case', await servers.api.token('zhujian', 'officer'))
    expect([officer.statusCode, officer.payload]).toEqual([401, expect.stringContaining('获取验证码')])
    const api = await the.get(`${APPLICATIONS}/${number}`)
    expect(api.statusCode).toBe(401)
    const copy = browser()
    copy.set('seven-ones-applicant', the.cookie('seven-ones-applicant') ?? '')
    expect((await copy.get('/progress/case')).statusCode).toBe(200)
    await the.get('/progress/case')
    await the.send('/progress/end', {})
    expect((await copy.get('/progress/case')).statusCode).toBe(401)
    copy.set('seven-ones-applicant', the.cookie('seven-ones-code-asked') ?? 'x.y.z')
    expect((await copy.get('/progress/case')).statusCode).toBe(401)

    const before = await signedIn(number, phone, 2)
    await client.done(number, 'contact', ['window', 'clerk'], { phone: newPhone() })
    expect((await before.get('/progress/case')).statusCode).toBe(401)
  })
})
