import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
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
import { replayerPrograms } from '../fixtures/replayer-program.ts'

const servers = testServers()
const { as } = desks(servers)
const { replayer } = replayerPrograms()
const client = new ApplicationClient(servers)
const AUDITOR = '协调小组办公室审计人员'

async function audited(): Promise<string> {
  const number = await client.register()
  await client.until(number, 'jointSurvey')
  await client.done(number, 'survey/opinions', ['zigui', 'officer'], { remarks: '<b>不占路</b> 𠮷' })
  return number
}

/** Of the list that has the focus. */
async function chooseByArrows(page: Page, label: string): Promise<void> {
  const chosen = () => page.evaluate<string>('document.activeElement.selectedOptions[0].label')
  for (let left = 40; left > 0 && (await chosen()) !== label; left -= 1) await page.keyboard.press('ArrowDown')
  expect(await chosen()).toBe(label)
}

test('R-39: with the keyboard alone one finds a case, has it replayed and reads what is kept of an event', async () => {
  const number = await audited()
  await replayer()
  const page = await as(AUDITOR)
  await page.getByRole('heading', { name: '查阅记录' }).waitFor()
  await expectAccessible(page, 'the access log')
  await tabTo(page, page.getByLabel('服务编号', { exact: true }))
  await page.keyboard.type(number.toLowerCase())
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: '重放这件的历史' }))
  await page.keyboard.press('Enter')
  await page.getByText('与亲历的一致').waitFor({ timeout: 60_000 })
  await tabTo(page, page.getByLabel('何单位'))
  await chooseByArrows(page, '自规局')
  const opinion = page.locator('summary').filter({ hasText: '提交踏勘意见' })
  await tabTo(page, opinion)
  await page.keyboard.press('Enter')
  await page.getByText('"type": "opinionFiled"').waitFor()
  byKeyboardAlone(page, '审计')
  await expectAccessible(page, 'a case that is audited')
  expect(wrongIn(page)).toEqual([])
})

test('R-39: on a telephone, dark, one sees who looked and who was refused; nothing sticks out', async () => {
  const number = await audited()
  const { api } = servers
  await api.get(`/api/v1/applications/${number}`, await api.token('jiaotong', 'officer'))
  await client.act(number, 'withdrawal', ['ehuiban', 'system'], { reason: '误报' })
  const page = await as(AUDITOR, { ...TELEPHONE, colorScheme: 'dark', at: `/sign-in?back=%2Fauditor%2F${number}` })
  const log = page.getByRole('region', { name: '谁看过、办过' })
  await log.getByRole('row').filter({ hasText: '自规局' }).first().waitFor()
  await log.getByRole('row').filter({ hasText: '鄂汇办' }).filter({ hasText: '拒绝' }).waitFor()
  await expectNoOverflow(page, 'an audited case on a telephone')
  await expectAccessible(page, 'an audited case on a telephone')
})

test('R-39: whoever is no auditor has no such desk', async () => {
  const page = await as('城管局经办人', { at: '/sign-in?back=%2Fauditor' })
  expect(await page.getByRole('navigation').getByText('审计').count()).toBe(0)
  await page.getByText('没有这一页').waitFor()
})
