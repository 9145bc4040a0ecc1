import { expect, test } from 'vitest'
import { ACTS } from '../../domain/act/act.ts'
import { ApplicationClient } from '../fixtures/application-client.ts'
import { byKeyboardAlone, desks, expectAccessible, expectNoOverflow, TELEPHONE, wrongIn } from '../fixtures/desk.ts'
import { testServers } from '../fixtures/matter-api.ts'

const servers = testServers()
const { as, open } = desks(servers)
const client = new ApplicationClient(servers)
const ZIGUI = '自规局经办人'

async function atSurvey(): Promise<string> {
  const number = await client.register()
  await client.until(number, 'jointSurvey')
  return number
}

let made: Promise<string> | undefined
/** One for all tests that need only one. */
const sharedCase = () => (made ??= atSurvey())

test('R-38: with the keyboard alone one finds, takes, passes on and opens what waits', async () => {
  const number = await sharedCase()
  // Who has looked in is known.
  await servers.api.get('/api/v1/me', await servers.api.token('zigui', 'lead'))
  const page = await as(ZIGUI)
  const { keyboard } = page
  await page.getByRole('grid', { name: '待办' }).waitFor()
  await expectAccessible(page, 'an inbox with work')
  await keyboard.press('/')
  await keyboard.type(`${number} 意见`)
  await keyboard.press('Escape')
  await expect.poll(() => page.getByRole('row').count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('q')).toBe(`${number} 意见`)
  await keyboard.press('j')
  await keyboard.press('t')
  await page.getByText('已由您承办').waitFor()
  await page.getByRole('row').getByText('我', { exact: true }).waitFor()
  await keyboard.press('g')
  await page.getByRole('dialog').waitFor()
  await expectAccessible(page, 'passing on')
  await keyboard.type('张三没有这个人')
  await keyboard.press('Enter')
  await page.getByRole('alert').getByText('名单里没有“张三没有这个人”').waitFor()
  await expectAccessible(page, 'passing on to nobody')
  await page.getByLabel('转给谁').fill('zigui-lead')
  await keyboard.press('Enter')
  await page.getByText('已转给 zigui-lead').waitFor()
  await keyboard.press('?')
  await page.getByRole('heading', { name: '快捷键' }).waitFor()
  await expectAccessible(page, 'the sheet of shortcuts')
  await keyboard.press('Escape')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
  byKeyboardAlone(page, '待办')
  expect(wrongIn(page)).toEqual([])
})

test('R-03: many receipts at once; new work appears by itself', async () => {
  // High, for the list draws only rows in sight, and cases of other tests come before these.
  const viewport = { width: 1366, height: 4000 }
  const page = await as('城管局负责人', { viewport, at: '/sign-in?back=%2Finbox%3Fkind%3DacknowledgeReceipt' })
  const numbers = [await atSurvey(), await atSurvey()]
  for (const number of numbers) await page.getByRole('row').filter({ hasText: number }).waitFor({ timeout: 60_000 })
  for (const number of numbers) await page.getByRole('row').filter({ hasText: number }).getByRole('checkbox').check()
  await page.getByRole('button', { name: '签收 2 件' }).click()
  await page.getByText('已签收 2 件').waitFor()
  for (const number of numbers)
    await expect.poll(() => page.getByRole('row').filter({ hasText: number }).count(), { timeout: 30_000 }).toBe(0)
})

test('times are those of the city, with the weekday, in a browser set to New York', async () => {
  const number = await sharedCase()
  const page = await as('住建局经办人', { at: `/sign-in?back=%2Fcases%2F${number}` })
  const { registeredAt } = await client.view(number, 1)
  const [, month, day, time] = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(registeredAt) ?? []
  await page.getByText(new RegExp(`${Number(month)}月${Number(day)}日 周. ${time} 由湖北政务服务网登记`)).waitFor()
})

test('on a telephone, dark, one takes what waits; nothing sticks out', async () => {
  const number = await sharedCase()
  const at = `/sign-in?back=${encodeURIComponent(`/inbox?q=${number}`)}`
  const page = await as('城管局经办人', { ...TELEPHONE, colorScheme: 'dark', at })
  const row = page.getByRole('row').filter({ hasText: number }).filter({ hasText: '意见' })
  await row.waitFor()
  await expectNoOverflow(page, 'the inbox on a telephone')
  await expectAccessible(page, 'the inbox on a telephone')
  await row.getByRole('button', { name: '接办' }).tap()
  await row.getByText('我', { exact: true }).waitFor()
})

test('signed out in the middle of an act: one signs in over it, and it is done', async () => {
  const number = await sharedCase()
  const page = await as('住建局经办人', { at: `/sign-in?back=${encodeURIComponent(`/inbox?q=${number}`)}` })
  await page.getByRole('row').first().waitFor()
  await page.keyboard.press('j')
  await page.context().clearCookies()
  await page.keyboard.press('t')
  await page.getByRole('dialog', { name: '登录已到期' }).waitFor()
  await expectAccessible(page, 'signed out')
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')])
  await popup.getByRole('button', { name: '住建局经办人', exact: true }).first().click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('已由您承办').waitFor()
})

test('what a colleague does appears at once: in the inbox and in the case', async () => {
  const number = await atSurvey()
  const at = `/sign-in?back=${encodeURIComponent(`/inbox?q=${number}`)}`
  const inbox = await as('城管局经办人', { at })
  const opinion = inbox.getByRole('row').filter({ hasText: number }).filter({ hasText: '意见' })
  await opinion.waitFor()
  const page = await as('住建局经办人', { at: `/sign-in?back=%2Fcases%2F${number}` })
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
  // Where they are told, they ask for themselves once a minute.
  await client.done(number, 'survey/opinions', ['chengguan', 'officer'], { remarks: '不占路、不占绿' })
  const timeout = 20_000
  await page
    .getByText(/城管局.*意见/)
    .first()
    .waitFor({ timeout })
  await expect.poll(() => opinion.count(), { timeout }).toBe(0)
  expect([...wrongIn(inbox), ...wrongIn(page)]).toEqual([])
})

test('R-38: what a colleague has taken meanwhile is not taken from them unasked', async () => {
  const number = await atSurvey()
  const page = await as('城管局经办人', { at: '/sign-in?back=%2Fcases' })
  await page.route('**/live', (route) => route.abort())
  let shown: string | undefined
  // However long it takes, the list is the one of before.
  await page.route('**/tasks?**', async (route) => {
    shown ??= await (await route.fetch()).text()
    await route.fulfill({ body: shown, contentType: 'application/json' })
  })
  await page.goto(`${new URL(page.url()).origin}/inbox?q=${number}%20%E6%84%8F%E8%A7%81`)
  const opinion = page.getByRole('row').filter({ hasText: number }).filter({ hasText: '意见' })
  await opinion.waitFor()
  const { api } = servers
  const url = `/api/v1/organisations/chengguan/tasks?serviceNumber=${number}`
  const { items } = (await api.get(url, await api.token('chengguan', 'lead'))).json<{
    items: { id: string; kind: string }[]
  }>()
  const task = items.find(({ kind }) => kind === 'fileOpinion')?.id
  const body = { task, person: 'chengguan-lead' }
  await client.done(number, ACTS.reassignTask.path, ['chengguan', 'lead'], body)
  await page.keyboard.press('j')
  await page.unroute('**/tasks?**')
  await page.keyboard.press('t')
  await page.getByText('没有接下：').waitFor()
  await opinion.getByText('chengguan-lead').waitFor()
  await page.keyboard.press('t')
  await page.getByText('已由您承办').waitFor()
})

test('R-38: of ten thousand rows those in sight are drawn; the keys reach the last', async () => {
  await sharedCase()
  const page = await as(ZIGUI, { at: '/sign-in?back=%2Fcases' })
  const tasks = '/api/v1/organisations/zigui/tasks'
  const { api } = servers
  const told = (await api.get(`${tasks}?limit=1&counts=true`, await api.token('zigui', 'officer'))).json()
  const items = Array.from({ length: 10_000 }, (_, n) => ({ ...told.items[0], id: `${n}`, applicant: `第${n}家` }))
  await page.route(`**${tasks}?**`, (route) => route.fulfill({ json: { ...told, items, next: undefined } }))
  await page.goto(`${new URL(page.url()).origin}/inbox`)
  const grid = page.getByRole('grid', { name: '待办' })
  await grid.getByText('第0家').waitFor()
  expect([await grid.getAttribute('aria-rowcount'), await page.getByRole('row').count()]).toEqual([
    '10000',
    expect.toSatisfy((count: number) => count < 60),
  ])
  await page.keyboard.press('End')
  await grid.getByText('第9999家').waitFor()
  await page.keyboard.press('Home')
  await page.keyboard.press('j')
  await grid.getByText('第1家').waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(60)
})

test('nobody answers, or nothing waits: one is told, and loses nothing', async () => {
  const door = await open('/sign-in', TELEPHONE)
  await door.getByRole('button', { name: ZIGUI, exact: true }).first().waitFor()
  await expectNoOverflow(door, 'signing in on a telephone')
  await expectAccessible(door, 'signing in')
  const page = await as(ZIGUI, { at: '/sign-in?back=%2Finbox%3Fq%3DCB-19990101' })
  await page.getByText('没有').first().waitFor()
  await expectAccessible(page, 'an inbox in which nothing is found')
  await page.route('**/api/v1/organisations/**', (route) => route.abort())
  await page.reload()
  await page.getByText('网络不通，或服务没有应答').first().waitFor()
  await expectAccessible(page, 'an inbox that nobody answers')
  await page.unroute('**/api/v1/organisations/**')
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.getByText('网络不通，或服务没有应答').first().waitFor({ state: 'detached' })
})

test('where no stream comes through, the page asks by itself', async () => {
  const number = await atSurvey()
  const page = await as('自规局经办人', { at: '/sign-in?back=%2Fcases' })
  await page.route('**/live', (route) => route.abort())
  await page.clock.install()
  await page.goto(`${page.url().split('/').slice(0, 3).join('/')}/inbox?q=${number}`)
  const opinion = page.getByRole('row').filter({ hasText: number }).filter({ hasText: '意见' })
  await opinion.waitFor()
  await client.done(number, 'survey/opinions', ['zigui', 'officer'], { remarks: '无意见' })
  await page.clock.fastForward(60_000)
  await expect.poll(() => opinion.count()).toBe(0)
})
