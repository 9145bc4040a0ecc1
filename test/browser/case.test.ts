import { sql } from 'drizzle-orm'
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
import { HTML, PDF } from '../fixtures/pictures.ts'

const servers = testServers()
const { as } = desks(servers)
const client = new ApplicationClient(servers)
const SHUIWU = '赤壁水务集团公司经办人'

async function atSurvey(): Promise<string> {
  const number = await client.register()
  await client.until(number, 'jointSurvey')
  return number
}
let made: Promise<string> | undefined
/** One for all tests: each does another act. */
const sharedCase = () => (made ??= atSurvey())
const at = (number: string, act: string) => ({
  at: `/sign-in?back=${encodeURIComponent(`/cases/${number}?act=${act}`)}`,
})

test('R-13: an opinion with outer works is filed with the keyboard alone', async () => {
  const number = await sharedCase()
  const page = await as(SHUIWU, at(number, 'fileOpinion'))
  const { keyboard } = page
  await page.getByRole('form', { name: '提交踏勘意见' }).waitFor()
  await expectAccessible(page, 'an opinion')
  await tabTo(page, page.getByLabel('具备接入条件'))
  await keyboard.press('ArrowDown')
  await tabTo(page, page.getByLabel('城市道路挖掘 · 城管局'))
  await keyboard.press('Space')
  await tabTo(page, page.getByLabel('道路名称'))
  await keyboard.type('河北大道')
  await keyboard.press('Tab')
  await keyboard.type('发展大道路口')
  await keyboard.press('Tab')
  await keyboard.type('厂区北门')
  await tabTo(page, page.getByRole('button', { name: '提交意见' }))
  await keyboard.press('Enter')
  await expect.poll(() => page.locator('.error').allTextContents()).toEqual(['请填写', '请填写'])
  await expectAccessible(page, 'an opinion with errors')
  expect(await page.evaluate<string>('document.activeElement.getAttribute("data-path")')).toBe(
    'lines.0.outerWorks.lengthMetres',
  )
  await keyboard.type('３５０')
  await keyboard.press('Tab')
  await keyboard.type('DN200 球墨铸铁管沿人行道敷设')
  await tabTo(page, page.getByRole('button', { name: '提交意见' }))
  await keyboard.press('Enter')
  await page.getByText('提交踏勘意见：已办理').waitFor()
  await page.getByText('用水：需要外线工程 350 米').waitFor()
  byKeyboardAlone(page, '一件申请')
  expect(wrongIn(page)).toEqual([])
})

test('what was written survives a reload; a refusal stands at its field', async () => {
  const number = await sharedCase()
  const page = await as(SHUIWU, at(number, 'hasten'))
  await page.getByLabel('说明').fill('用户催得急')
  await page.reload()
  expect(await page.getByLabel('说明').inputValue()).toBe('用户催得急')
  await page.getByText('接着上次没有提交的内容').waitFor()
  const rule = page.locator('form').getByText('依据 R-38')
  await tabTo(page, rule)
  await page.keyboard.press('Enter')
  await page.locator('form').getByText('催办、转办留痕').waitFor()
  await expectAccessible(page, 'a rule in its words')
})

test('the second of two sees what the first has done, and loses nothing', async () => {
  const number = await sharedCase()
  const page = await as(SHUIWU, at(number, 'acknowledgeReceipt'))
  await page.getByRole('button', { name: '签收', exact: true }).waitFor()
  await client.done(number, 'registration/receipts', ['shuiwu', 'lead'], {})
  await page.getByRole('button', { name: '签收', exact: true }).click()
  await page.getByText('没有办成').waitFor()
  await page.getByText('赤壁水务集团公司签收').first().waitFor()
  await expectAccessible(page, 'a refusal')
})

test('R-39: what a colleague has filed meanwhile is shown; a second press is by who knows of it', async () => {
  const number = await sharedCase()
  const page = await as('城管局经办人', at(number, 'fileOpinion'))
  await page.getByLabel('部门意见').fill('夜间施工')
  await client.done(number, 'survey/opinions', ['chengguan', 'lead'], { remarks: '避开早晚高峰' })
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByText('要办的内容已有变化').waitFor()
  await page.locator('.since').getByText('城管局').first().waitFor()
  expect(await page.getByLabel('部门意见').inputValue()).toBe('夜间施工')
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByText('提交踏勘意见：已办理').waitFor()
})

test('the network goes in mid-submit: a second press is the same act', async () => {
  const number = await sharedCase()
  const page = await as('国网赤壁分公司经办人', at(number, 'acknowledgeReceipt'))
  const button = page.getByRole('button', { name: '签收', exact: true })
  await button.waitFor()
  await page.route('**/registration/receipts', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await button.click()
  await page.getByText('再按一次，不会办两次').waitFor()
  await page.unroute('**/registration/receipts')
  await button.click()
  await page.getByText('签收推送：已办理').waitFor()
  const { items } = (
    await servers.api.get(
      `/api/v1/applications/${number}/history?limit=500`,
      await servers.api.token('office', 'auditor'),
    )
  ).json<{ items: { type: string; actor: { org: string } }[] }>()
  expect(items.filter(({ type, actor }) => type === 'receiptAcknowledged' && actor.org === 'guowang')).toHaveLength(1)
})

test('R-36: of a case of twenty thousand events the newest are there at once, and earlier ones by a press', async () => {
  const number = await atSurvey()
  const { seq } = await client.done(number, 'registration/receipts', ['shuiwu', 'lead'], {})
  await client.view(number, seq)
  await lengthened(number, 20_000)
  const page = await as('住建局经办人', { at: `/sign-in?back=${encodeURIComponent(`/cases/${number}`)}` })
  const told = page.locator('.timeline > li')
  await told.first().waitFor()
  const drawn = await told.count()
  expect(drawn).toBeLessThan(300)
  await page.getByRole('button', { name: '更早的' }).click()
  await expect.poll(() => told.count()).toBeGreaterThan(drawn)
  expect(await told.count()).toBeLessThan(600)
  expect(wrongIn(page)).toEqual([])
})

/** As if its receipt had been acknowledged so often; nothing is done in it any more. */
async function lengthened(number: string, times: number): Promise<void> {
  const { database } = servers
  await database.execute(sql`
    insert into event (service_number, seq, type, at, actor_sub, actor_org, actor_role, rule, data)
    select service_number, (select max(seq) from event where service_number = ${number}) + n,
      type, at, actor_sub, actor_org, actor_role, rule, data
    from event, generate_series(1, ${times}::integer) n
    where service_number = ${number} and type = 'receiptAcknowledged'`)
  await database.execute(sql`
    update application
    set seq = seq + ${times}::integer, state = jsonb_set(state, '{seq}', to_jsonb(seq + ${times}::integer))
    where service_number = ${number}`)
}

test('on a telephone, dark, an opinion is filed; script and rare characters are text; nothing sticks out', async () => {
  const number = await sharedCase()
  const page = await as('赤壁华润燃气公司经办人', { ...TELEPHONE, colorScheme: 'dark', ...at(number, 'fileOpinion') })
  await page.getByLabel('需要外线工程').check()
  await page.getByRole('heading', { name: '经过' }).waitFor()
  await expectNoOverflow(page, 'a case on a telephone')
  await expectAccessible(page, 'a case on a telephone')
  await page.getByLabel('具备接入条件').check()
  await page.getByLabel('部门意见').fill('<img src=x onerror=alert(1)> 𠮷䶮㛃')
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('提交踏勘意见：已办理').waitFor()
  await page.locator('.opinions').getByText('<img src=x onerror=alert(1)> 𠮷䶮㛃').waitFor()
  expect(wrongIn(page)).toEqual([])
})

test('R-13: a drawing goes with an opinion, and is opened from the case; an HTML named .jpg is refused and told', async () => {
  const number = await sharedCase()
  const page = await as('城管局经办人', at(number, 'fileOpinion'))
  await page.getByLabel('部门意见').fill('见附图')
  const choose = page.getByLabel('选择文件')
  await choose.setInputFiles({ name: '网页.jpg', mimeType: 'image/jpeg', buffer: HTML })
  await page.getByText('网页.jpg：内容不是图片或 PDF').waitFor()
  await choose.setInputFiles({ name: '附图.pdf', mimeType: 'application/pdf', buffer: PDF })
  await page.getByRole('button', { name: '不用 附图.pdf' }).waitFor()
  await expectAccessible(page, 'an opinion with a drawing')
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByText('提交踏勘意见：已办理').waitFor()
  const [answer] = await Promise.all([
    page.context().waitForEvent('response', (each) => each.url().includes('/files/') && each.url().includes('until=')),
    page.getByRole('button', { name: '打开 附图.pdf' }).click(),
  ])
  expect([answer.status(), answer.headers()['content-disposition']]).toEqual([
    200,
    expect.stringMatching(/^attachment/),
  ])
  expect(wrongIn(page)).toEqual([])
})
