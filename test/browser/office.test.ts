import { expect, test } from 'vitest'
import { quarterAt } from '../../domain/assessment/period.ts'
import { ApplicationClient } from '../fixtures/application-client.ts'
import {
  byKeyboardAlone,
  desks,
  expectAccessible,
  expectNoOverflow,
  tabTo,
  TELEPHONE,
  wrongIn,
} from '../fixtures/desk.ts'
import { testServers } from '../fixtures/matter-api.ts'

const servers = testServers({ ownDatabase: true })
const { as } = desks(servers)
const client = new ApplicationClient(servers)
const OFFICE = '协调小组办公室经办人'

let made: Promise<string> | undefined
/** At the survey: receipts and opinions are awaited of nine. */
const sharedCase = () =>
  (made ??= (async () => {
    const number = await client.register()
    await client.until(number, 'jointSurvey')
    await client.done(number, 'registration/receipts', ['shuiwu', 'officer'], {})
    return number
  })())

test('R-33: with the keyboard alone one goes from the lights of the city to what an organisation has not done, and to the case', async () => {
  const number = await sharedCase()
  const page = await as(OFFICE)
  const { keyboard } = page
  await page.getByRole('heading', { name: '全市今日' }).waitFor()
  const water = page.getByRole('button', { name: '赤壁水务集团公司', exact: true })
  await tabTo(page, water)
  await expectAccessible(page, 'the city')
  await keyboard.press('Enter')
  const waiting = page.getByRole('listitem').filter({ hasText: '意见' }).filter({ hasText: number })
  await waiting.waitFor()
  await expectAccessible(page, 'what waits for one organisation')
  expect(await water.getAttribute('aria-expanded')).toBe('true')
  expect(new URL(page.url()).searchParams.get('org')).toBe('shuiwu')
  await tabTo(page, waiting.getByRole('link', { name: number }))
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
  byKeyboardAlone(page, '办公室')
  expect(wrongIn(page)).toEqual([])
})

test('R-33: the counts are those of the table beside them, and open the cases they count', async () => {
  const number = await sharedCase()
  const page = await as(OFFICE)
  const tile = page
    .getByRole('link', { name: /正常|将到期/ })
    .filter({ hasText: /[1-9]\d* 件/ })
    .first()
  await tile.click()
  await page.getByRole('heading', { name: '查件' }).waitFor()
  await page.getByRole('link', { name: number }).waitFor()
  const rows = await page.goBack().then(() =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('button') })
      .all(),
  )
  expect(rows.length).toBeGreaterThan(5)
  for (const row of rows) {
    const cells = (await row.getByRole('cell').allTextContents()).filter((text) => /^\d+$/.test(text)).map(Number)
    const [total = -1, ...lights] = cells
    expect(lights.reduce((sum, count) => sum + count, 0)).toBe(total)
  }
})

test('R-30: with the keyboard alone one goes from a figure to the deadlines that it counts, and to a case', async () => {
  const number = await sharedCase()
  const page = await as(OFFICE, { at: '/sign-in?back=%2Foffice%3Fview%3Dassessment' })
  const { keyboard } = page
  const figure = page.getByRole('button', { name: /^信息采集按时的 \d+ 个时限$/ })
  await tabTo(page, figure)
  await expectAccessible(page, 'the assessment')
  await keyboard.press('Enter')
  const behind = page.getByRole('region', { name: '时限' })
  const link = behind.getByRole('link', { name: number }).first()
  await link.waitFor()
  await expectAccessible(page, 'the deadlines behind a figure')
  const quarter = quarterAt(new Date().toISOString(), 480)
  expect(new URL(page.url()).searchParams.get('period')).toBe(quarter)
  expect(await page.getByRole('link', { name: '导出表格' }).getAttribute('href')).toContain(quarter)
  await tabTo(page, link)
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
})

test('R-31: the report of a quarter is made and printed', async () => {
  const page = await as(OFFICE, { at: '/sign-in?back=%2Foffice%3Fview%3Dreports' })
  await page.getByText('还没有报告').waitFor()
  await expectAccessible(page, 'no report yet')
  await tabTo(page, page.getByRole('button', { name: '现在汇总' }))
  await page.keyboard.press('Enter')
  await page.getByText('已开始汇总').waitFor()
  const open = page.getByRole('link', { name: /打开打印/ })
  await open.waitFor({ timeout: 60_000 })
  await expectAccessible(page, 'a report')
  const paper = await page.context().newPage()
  await paper.goto(new URL((await open.getAttribute('href')) ?? '', page.url()).href)
  await paper.getByText('联席会议').first().waitFor()
})

test('on a telephone, dark: nothing sticks out, nothing is illegible; nobody else has the desk', async () => {
  await sharedCase()
  const options = { ...TELEPHONE, colorScheme: 'dark' } as const
  const page = await as(OFFICE, options)
  await page.getByRole('button', { name: '赤壁水务集团公司', exact: true }).tap()
  await page.getByRole('heading', { name: '赤壁水务集团公司的待办' }).waitFor()
  await expectNoOverflow(page, 'the city on a telephone')
  await expectAccessible(page, 'the city on a telephone')
  await page.getByRole('button', { name: '考核' }).tap()
  await page.getByRole('heading', { name: '各单位' }).waitFor()
  await expectNoOverflow(page, 'the assessment on a telephone')
  await expectAccessible(page, 'the assessment on a telephone')
  const other = await as('城管局经办人', { ...options, at: '/sign-in?back=%2Foffice' })
  await other.getByText('这一页是协调小组办公室的').waitFor()
  expect(await other.getByRole('link', { name: '办公室' }).count()).toBe(0)
  expect([...wrongIn(page), ...wrongIn(other)]).toEqual([])
})
