import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { ActType } from '../../domain/act/act.ts'
import { AT, by } from '../../scripts/process/example.ts'
import { offerOf } from '../../workflows/application/core/can.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { CHIBI } from '../fixtures/cities.ts'
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
import { HTML, largePhoto, photo } from '../fixtures/pictures.ts'
import { seededCase } from '../fixtures/seeded-case.ts'
import { situationWhere } from '../fixtures/situations.ts'

const servers = testServers({ ownDatabase: true })
const { as } = desks(servers)
const SHUIWU = '赤壁水务集团公司经办人'
const CHENGGUAN = '城管局经办人'
const INSPECTOR = '城管局监管人员'
const HERE = { latitude: 29.7123, longitude: 113.9456 }
const ON_SITE = { ...TELEPHONE, geolocation: HERE, permissions: ['geolocation'] }

interface Wanted {
  readonly role?: 'inspector'
  readonly journey?: string
  readonly also?: (state: CaseState) => boolean
}

/** A case in which somebody may do this now. */
async function caseFor(type: ActType, org: string, { role, journey, also = () => true }: Wanted = {}): Promise<string> {
  const actor = by(org, role)
  const found = situationWhere(
    (state) => also(state) && offerOf(state, { type, actor, at: AT }, CHIBI).refusal === undefined,
    journey,
  )
  if (found === undefined) throw new Error(`nowhere may ${org} ${type}`)
  return seededCase(servers, found)
}
const fresh = ({ survey, opinions }: CaseState) => survey?.closedAt === undefined && Object.keys(opinions).length === 0

const hasFreshRoads = (state: CaseState) => fresh(state) && state.approvalNeeds.length > 0

const atField = (hash = '') => ({ at: `/sign-in?back=${encodeURIComponent(`/field${hash}`)}` })

interface Told {
  readonly type: string
  readonly data: { readonly files?: readonly unknown[]; readonly opinion?: { readonly files?: readonly unknown[] } }
}

async function told(number: string, type: string): Promise<readonly Told[]> {
  const token = await servers.api.token('office', 'auditor')
  const answer = await servers.api.get(`/api/v1/applications/${number}/history?limit=500`, token)
  return answer.json<{ items: Told[] }>().items.filter((event) => event.type === type)
}

const bare = async (): Promise<Buffer> =>
  sharp(await photo({ colour: '#3a6' }))
    .jpeg()
    .toBuffer()
const choose = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel('选照片或 PDF').setInputFiles({ name, mimeType: 'image/jpeg', buffer })

test('R-13: from the list, an opinion with a photo; where it was taken is data and not in the picture', async () => {
  const number = await caseFor('fileOpinion', 'shuiwu', { also: fresh })
  const page = await as(SHUIWU, { ...ON_SITE, ...atField() })
  await page.getByLabel('找：编号、申请人、事项').fill(`${number} 意见`)
  await page.getByRole('link').filter({ hasText: number }).filter({ hasText: '提交踏勘意见' }).tap()
  await page.getByLabel('具备接入条件').check()
  await choose(page, '现场.jpg', await bare())
  await page.getByAltText('照片 1').waitFor()
  await page.getByText('位置已记下').waitFor()
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('已办理。').waitFor()
  const [filed] = await told(number, 'opinionFiled')
  expect(filed?.data.opinion?.files).toHaveLength(1)
  const token = await servers.api.token('shuiwu', 'officer')
  const { items } = (await servers.api.get(`/api/v1/applications/${number}/files`, token)).json<{
    items: { place: unknown; name: string; ref: unknown }[]
  }>()
  expect(items).toMatchObject([{ name: '现场.jpg', place: { ...HERE, by: 'device' } }])
  expect(filed?.data.opinion?.files).toEqual([items[0]?.ref])
  expect(wrongIn(page)).toEqual([])
})

test('R-11: who came is recorded at the visit', async () => {
  const number = await caseFor('recordAttendance', 'shuiwu', { journey: '踏勘安排' })
  const page = await as(SHUIWU, { ...TELEPHONE, ...atField() })
  await page.getByLabel('找：编号、申请人、事项').fill(number)
  await page.getByRole('link', { name: `打开 ${number}` }).tap()
  await page.getByRole('link', { name: '签到' }).tap()
  await page.getByLabel('到场人员').fill('周敏')
  await page.getByRole('button', { name: '签到' }).tap()
  await page.getByText('已办理。').waitFor()
  expect(await told(number, 'attendanceRecorded')).toMatchObject([{ data: { people: [{ org: 'shuiwu' }] } }])
})

test('R-20: an inspection by checklist, dark, on 360 px: what is missing stands at its field, targets are large', async () => {
  const number = await caseFor('fileInspection', 'chengguan', { role: 'inspector' })
  const page = await as(INSPECTOR, { ...TELEPHONE, colorScheme: 'dark', ...atField(`#/${number}`) })
  await page.getByRole('link', { name: '监管检查' }).waitFor()
  await expectAccessible(page, 'a case on site')
  await expectNoOverflow(page, 'a case on site')
  await page.getByRole('link', { name: '监管检查' }).tap()
  const submit = page.getByRole('button', { name: '提交检查' })
  await submit.tap()
  await page.getByText('请填写').first().waitFor()
  await expectAccessible(page, 'an inspection with errors')
  for (const yes of await page.getByLabel('已兑现').all()) await yes.check()
  await expectNoOverflow(page, 'an inspection')
  expect(await tooSmall(page)).toEqual([])
  await submit.tap()
  await page.getByText('已办理。').waitFor()
  await expectAccessible(page, 'an inspection that is done')
  expect(await told(number, 'inspectionFiled')).toHaveLength(1)
  expect(wrongIn(page)).toEqual([])
})

/** What is tapped and less than 44 pixels high, by its words. */
function tooSmall(page: Page): Promise<readonly string[]> {
  const tapped = 'button, a, label.plain, .options label, input[type=search], input[type=text], select'
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('${tapped}')]
      .filter((each) => each.getBoundingClientRect().height > 0 && each.getBoundingClientRect().height < 44)
      .map((each) => each.textContent || each.getAttribute('aria-label'))`)
}

test('without a network it is kept, and sent once: two presses, a reload, two windows', async () => {
  const number = await caseFor('fileOpinion', 'shuiwu', { also: fresh })
  const hash = `#/${number}/fileOpinion`
  const page = await as(SHUIWU, { ...TELEPHONE, ...atField(hash) })
  await page.getByLabel('具备接入条件').check()
  await choose(page, '管沟.jpg', await bare())
  await page.getByAltText('照片 1').waitFor()
  await page.reload()
  await page.getByAltText('照片 1').waitFor()
  expect(await page.getByLabel('具备接入条件').isChecked()).toBe(true)
  await page.context().setOffline(true)
  await page.getByText('没有网络：').waitFor()
  await page.locator('button[type=submit]').waitFor()
  await page.evaluate(`{
    const button = document.querySelector('button[type=submit]')
    button.click()
    button.click()
  }`)
  await page.getByText('已存在手机里，有网时自动发送').waitFor()
  await page.getByText('等待发送 1 件').waitFor()
  await expectAccessible(page, 'offline, with something to send')
  expect(await told(number, 'opinionFiled')).toEqual([])
  const other = await page.context().newPage()
  await page.context().setOffline(false)
  await other.goto(`${new URL(page.url()).origin}/field`)
  await page.getByText('已办理').first().waitFor()
  await expect.poll(async () => (await told(number, 'opinionFiled')).length).toBe(1)
  await page.reload()
  await page.getByText('已提交。').waitFor()
  await page.getByText('用水：具备接入条件').waitFor()
  expect(await page.getByRole('form').count()).toBe(0)
  expect(await page.getByText('等待发送').count()).toBe(0)
  expect(await told(number, 'opinionFiled')).toHaveLength(1)
})

test('closed, and opened again without a network: what is written and what waits is there; it is sent once', async () => {
  const [number, other] = [
    await caseFor('fileOpinion', 'shuiwu', { also: fresh }),
    await caseFor('fileOpinion', 'shuiwu', { also: fresh }),
  ]
  const hash = `#/${number}/fileOpinion`
  const page = await as(SHUIWU, { ...TELEPHONE, serviceWorkers: 'allow', ...atField(`#/${other}/fileOpinion`) })
  const context = page.context()
  await page.evaluate<boolean>('navigator.serviceWorker.ready.then(() => true)')
  await page.getByLabel('具备接入条件').check()
  await page.goto(`${new URL(page.url()).origin}/field${hash}`)
  await page.getByLabel('具备接入条件').check()
  await choose(page, '管沟.jpg', await bare())
  await page.getByAltText('照片 1').waitFor()
  await context.setOffline(true)
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('等待发送 1 件').waitFor()
  await page.close()
  const again = await context.newPage()
  await again.goto(`${new URL(page.url()).origin}/field`)
  await again.getByText('等待发送 1 件').waitFor()
  await expectAccessible(again, 'opened without a network')
  await again.getByRole('link').filter({ hasText: '写到一半' }).filter({ hasText: other }).tap()
  await again.locator('form').getByText(other).waitFor()
  expect(await again.getByLabel('具备接入条件').isChecked()).toBe(true)
  expect(await told(number, 'opinionFiled')).toEqual([])
  await context.setOffline(false)
  await again.getByText('提交踏勘意见：已办理').waitFor()
  const [filed, ...more] = await told(number, 'opinionFiled')
  expect([filed?.data.opinion?.files?.length, more.length]).toEqual([1, 0])
  const kept = await again.evaluate<string[]>(`(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname)
  })()`)
  expect(kept.length).toBeGreaterThan(5)
  expect(kept.filter((path) => path !== '/field' && !path.startsWith('/assets/'))).toEqual([])
  await again.getByRole('button', { name: '退出' }).tap()
  await again.getByRole('button', { name: SHUIWU, exact: true }).first().waitFor()
  expect(await again.evaluate<unknown>("localStorage.getItem('seven-ones-field-me')")).toBe(null)
})

test('R-13: what was filed stands there; a correction begins from it, and asks before it takes anything away', async () => {
  const number = await caseFor('fileOpinion', 'chengguan', { also: hasFreshRoads })
  const page = await as(CHENGGUAN, { ...TELEPHONE, ...atField(`#/${number}/fileOpinion`) })
  const remarks = page.getByLabel('部门意见')
  const dig = page.getByLabel('城市道路挖掘').first()
  await dig.check()
  await remarks.fill('夜间施工')
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('已办理。').waitFor()
  await page.getByText('夜间施工').waitFor()
  await page.reload()
  await page.getByText('已提交。').waitFor()
  await page.getByRole('button', { name: '更正' }).tap()
  expect([await dig.isChecked(), await remarks.inputValue()]).toEqual([true, '夜间施工'])
  await dig.uncheck()
  await page.getByRole('button', { name: '提交意见' }).tap()
  const asked = page.getByRole('dialog', { name: '比已提交的意见少' })
  await asked.getByText('涉及的事项：原为 1 项，现为 0 项').waitFor()
  await expectAccessible(page, 'a correction that says less')
  await asked.getByRole('button', { name: '回去改' }).tap()
  expect(await told(number, 'opinionFiled')).toHaveLength(1)
  await dig.check()
  await remarks.fill('夜间施工，分段封闭')
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('已办理。').waitFor()
  await page.locator('main > p').getByText('夜间施工，分段封闭').waitFor()
  expect(await told(number, 'opinionFiled')).toHaveLength(2)
  await page.getByRole('button', { name: '知道了' }).tap()
  expect(await page.getByText('提交踏勘意见：已办理').count()).toBe(0)
  expect(wrongIn(page)).toEqual([])
})

test('R-39: what a colleague filed meanwhile is not overwritten unasked, also of what was kept offline', async () => {
  const number = await caseFor('fileOpinion', 'chengguan', { also: hasFreshRoads })
  const at = { ...TELEPHONE, ...atField(`#/${number}/fileOpinion`) }
  const page = await as(CHENGGUAN, at)
  const fill = async (on: Page, remarks: string) => {
    await on.getByLabel('城市道路挖掘').first().check()
    await on.getByLabel('部门意见').fill(remarks)
    await on.getByRole('button', { name: '提交意见' }).tap()
  }
  await page.getByLabel('部门意见').waitFor()
  await page.context().setOffline(true)
  await fill(page, '分段封闭')
  await page.getByText('等待发送 1 件').waitFor()
  const colleague = await as(CHENGGUAN, at)
  await fill(colleague, '夜间施工')
  await colleague.getByText('已办理。').waitFor()
  await page.context().setOffline(false)
  await page.getByText('您打开之后，别人已经改过。').first().waitFor()
  const told_ = page.locator('form').getByRole('alert')
  await told_.getByText('城管局：').waitFor()
  await told_.getByText('夜间施工').waitFor()
  expect(await page.getByLabel('部门意见').inputValue()).toBe('分段封闭')
  expect(await page.getByLabel('城市道路挖掘').first().isChecked()).toBe(true)
  await expectAccessible(page, 'what a colleague filed meanwhile')
  expect(await told(number, 'opinionFiled')).toHaveLength(1)
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('已办理。').waitFor()
  expect(await told(number, 'opinionFiled')).toHaveLength(2)
})

test('the answer is lost on the way: it is sent again under its key, and is one act', async () => {
  const number = await caseFor('fileOpinion', 'shuiwu', { also: fresh })
  const page = await as(SHUIWU, { ...TELEPHONE, ...atField(`#/${number}/fileOpinion`) })
  let lost = 0
  await page.route('**/survey/opinions', async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    return route.abort()
  })
  await page.getByLabel('具备接入条件').check()
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByRole('button', { name: '现在发送' }).tap()
  await page.getByText('已办理。').waitFor()
  expect([lost, (await told(number, 'opinionFiled')).length]).toEqual([1, 1])
})

test('an HTML named .jpg is refused and told at its field; without it the act is done', async () => {
  const number = await caseFor('fileOpinion', 'shuiwu', { also: fresh })
  const page = await as(SHUIWU, { ...TELEPHONE, ...atField(`#/${number}/fileOpinion`) })
  await page.getByLabel('具备接入条件').check()
  await choose(page, '网页.jpg', HTML)
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.locator('fieldset .error').getByText('网页.jpg：内容不是图片或 PDF').waitFor()
  await expectAccessible(page, 'a refused photo')
  expect(await page.getByLabel('具备接入条件').isChecked()).toBe(true)
  await page.getByRole('button', { name: '不用照片 1' }).tap()
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('已办理。').waitFor()
  expect(await told(number, 'opinionFiled')).toHaveLength(1)
})

test('a photo of 20 MB goes with it', async () => {
  const number = await caseFor('fileOpinion', 'shuiwu', { also: fresh })
  const page = await as(SHUIWU, { ...TELEPHONE, ...atField(`#/${number}/fileOpinion`) })
  await page.getByLabel('具备接入条件').check()
  await choose(page, '大图.jpg', await largePhoto(20))
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('已办理。').waitFor()
  const [filed] = await told(number, 'opinionFiled')
  expect(filed?.data.opinion?.files).toHaveLength(1)
})

test('signed out in the middle: one signs in over it, and it is sent', async () => {
  const number = await caseFor('fileOpinion', 'shuiwu', { also: fresh })
  const page = await as(SHUIWU, { ...TELEPHONE, ...atField(`#/${number}/fileOpinion`) })
  await page.getByLabel('具备接入条件').check()
  await page.context().clearCookies()
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByRole('dialog', { name: '登录已到期' }).waitFor()
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: '重新登录' }).tap()])
  await popup.getByRole('button', { name: SHUIWU, exact: true }).first().click()
  await page.getByText('已办理。').waitFor()
  expect(await told(number, 'opinionFiled')).toHaveLength(1)
})

test('what the case refuses comes back with its reason, and nothing of it is gone', async () => {
  const number = await caseFor('fileOpinion', 'shuiwu', { also: fresh })
  const page = await as(SHUIWU, { ...TELEPHONE, ...atField(`#/${number}/fileOpinion`) })
  await page.getByLabel('需要外线工程').check()
  await page.getByLabel('城市道路挖掘 · 城管局').check()
  await page.getByLabel('道路名称').fill('<img src=x onerror=alert(1)> 𠮷䶮㛃')
  await page.getByLabel('起点').fill('K0+120.355555')
  await page.getByLabel('止点').fill('K0+300')
  await page.getByLabel('长度（米）').fill('１８０')
  await page.getByLabel('初步设计方案').fill('沿人行道')
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.locator('.field .error').getByText('桩号至多写到厘米').waitFor()
  expect(await page.getByLabel('道路名称').inputValue()).toBe('<img src=x onerror=alert(1)> 𠮷䶮㛃')
  expect(await page.evaluate<string>('document.activeElement.getAttribute("data-path")')).toContain('from')
  await expectNoOverflow(page, 'a refused opinion')
  await page.getByLabel('起点').fill('K0+120.35')
  await page.getByRole('button', { name: '提交意见' }).tap()
  await page.getByText('已办理。').waitFor()
  expect(wrongIn(page)).toEqual([])
})

test('the list on a telephone: accessible, with large targets, nothing sticks out', async () => {
  const number = await caseFor('fileInspection', 'chengguan', { role: 'inspector' })
  const page = await as(INSPECTOR, { ...TELEPHONE, ...atField() })
  await page.getByLabel('找：编号、申请人、事项').fill(number)
  await page.getByRole('link').filter({ hasText: number }).first().waitFor()
  await expectAccessible(page, 'the list on site')
  await expectNoOverflow(page, 'the list on site')
  expect(await tooSmall(page)).toEqual([])
})

test('R-20: with the keyboard alone one finds what is to be inspected, and files the inspection', async () => {
  const number = await caseFor('fileInspection', 'chengguan', { role: 'inspector' })
  const page = await as(INSPECTOR, atField())
  const { keyboard } = page
  await tabTo(page, page.getByLabel('找：编号、申请人、事项'))
  await keyboard.type(number)
  await tabTo(page, page.getByRole('link').filter({ hasText: number }).filter({ hasText: '检查' }).first())
  await keyboard.press('Enter')
  await page.getByLabel('已兑现').first().waitFor()
  for (const yes of await page.getByLabel('已兑现').all()) {
    await tabTo(page, yes)
    await keyboard.press('Space')
  }
  await tabTo(page, page.getByRole('button', { name: '提交检查' }))
  await keyboard.press('Enter')
  await page.getByText('已办理。').waitFor()
  byKeyboardAlone(page, '掌上办')
  expect(await told(number, 'inspectionFiled')).toHaveLength(1)
})
