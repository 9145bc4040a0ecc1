import type { FileChooser } from 'playwright-core'
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
import { APPLICANT } from '../fixtures/forms.ts'
import { testServers } from '../fixtures/matter-api.ts'

const servers = testServers()
const { as } = desks(servers)
const client = new ApplicationClient(servers)
const CLERK = '水电气网联动报装综窗窗口人员'
const SCAN = { name: '采集表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 signed') }

test('R-07: 附件2 is filled in and registered with the keyboard alone', async () => {
  const page = await as(CLERK)
  const { keyboard } = page
  // The browser is told to hand choosers over when somebody first listens: beside the key, that can be too late.
  const chosen = new Promise<FileChooser>((resolve) => void page.once('filechooser', resolve))
  await page.getByLabel('申请单位').waitFor()
  await expectAccessible(page, 'an empty form')
  await tabTo(page, page.getByLabel('申请单位'))
  await keyboard.type(APPLICANT.name)
  await keyboard.press('Tab')
  await keyboard.type(`９１４４０１０１　${APPLICANT.creditCode.slice(8).toLowerCase()}`)
  await keyboard.press('Tab')
  expect(await page.getByLabel('信用代码').inputValue()).toBe(APPLICANT.creditCode)
  await keyboard.type(APPLICANT.address)
  await tabTo(page, page.getByLabel('联系人'))
  await keyboard.type(APPLICANT.contact)
  await keyboard.press('Tab')
  await keyboard.type('+86 138 7123 4567')
  await keyboard.press('Tab')
  expect(await page.getByLabel('联系电话').inputValue()).toBe('13871234567')
  await tabTo(page, page.getByLabel('用水报装'))
  await keyboard.press('Space')
  await tabTo(page, page.getByLabel('用水需求'))
  await keyboard.type('１２０')
  await tabTo(page, page.getByLabel('申请人签名'))
  await keyboard.type(APPLICANT.contact)
  await tabTo(page, page.getByLabel('采集表扫描件'))
  await keyboard.press('Space')
  const chooser = await chosen
  await chooser.setFiles(SCAN)
  await page.getByText('采集表.pdf：').waitFor()
  await tabTo(page, page.getByRole('button', { name: '登记', exact: true }))
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: '已登记' }).waitFor()
  const number = await page.locator('.service-number').textContent()
  expect(number).toMatch(/^CB-\d{8}-\d{5}-\d$/)
  byKeyboardAlone(page, '综窗')
  await expectAccessible(page, 'a receipt')
  expect(wrongIn(page)).toEqual([])
})

test('what is missing is told at its field, all at once; what was typed survives a reload and a second press', async () => {
  const page = await as(CLERK)
  await page.getByLabel('申请单位').fill('湖北新厂有限公司')
  await page.getByLabel('信用代码').fill('12345')
  await page.getByLabel('申请地址').focus()
  await page.getByText('应为 18 位统一社会信用代码').waitFor()
  await page.keyboard.type('河北大道 9 号')
  await page.keyboard.press('Enter')
  await page.getByText('请至少勾选一项').waitFor()
  expect(await page.locator('.error').count()).toBeGreaterThan(5)
  await expectAccessible(page, 'a form with errors')
  await page.reload()
  expect(await page.getByLabel('申请单位').inputValue()).toBe('湖北新厂有限公司')
  expect(await page.getByLabel('申请地址').inputValue()).toBe('河北大道 9 号')
  await page.getByText('接着上次没有登记的内容').waitFor()
})

test('the network is cut while one registers: it is told at the button, and has the focus', async () => {
  const page = await as(CLERK)
  await page.getByLabel('申请单位').fill(APPLICANT.name)
  await page.getByLabel('信用代码').fill(APPLICANT.creditCode)
  await page.getByLabel('申请地址').fill(APPLICANT.address)
  await page.getByLabel('联系人').fill(APPLICANT.contact)
  await page.getByLabel('联系电话').fill('13871234567')
  await page.getByLabel('用水报装').check()
  await page.getByLabel('申请人签名').fill(APPLICANT.contact)
  await page.getByLabel('采集表扫描件').setInputFiles(SCAN)
  await page.getByText('采集表.pdf：').waitFor()
  await page.route('**/api/v1/applications', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await page.getByRole('button', { name: '登记', exact: true }).click()
  const why = page.getByRole('alert').getByText('没有收到回答，不知道是否已经登记')
  await why.waitFor()
  await expect.poll(() => page.evaluate<string>("document.activeElement.textContent ?? ''")).toMatch(/^没有收到回答/)
  await expectAccessible(page, 'a registration that nobody answered')
  expect(await page.getByLabel('申请单位').inputValue()).toBe(APPLICANT.name)
})

test('R-07: what the applicant and the project have already is shown while one types', async () => {
  const digits = String(Date.now()).slice(-6)
  const number = await client.register({}, { projectCode: `2411-421281-04-01-${digits}` })
  await client.until(number, 'jointSurvey')
  const page = await as(CLERK)
  await page.getByLabel('项目代码').fill(`２４１１－421281-04-01-${digits} `)
  await page.getByLabel('项目代码').press('Tab')
  const others = page.getByRole('status', { name: '已有的申请' })
  await others.getByText('这个项目代码已有 1 件').waitFor()
  await page.getByLabel('信用代码').fill(APPLICANT.creditCode)
  await others.getByText('这个申请单位已有').waitFor()
  await expectAccessible(page, 'a form of which there are others')
  await others.getByRole('link', { name: number }).first().click()
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
})

test('script in a field is text', async () => {
  const page = await as(CLERK)
  await page.getByLabel('申请单位').fill('<img src=x onerror=alert(1)>𠮷厂')
  await page.reload()
  expect(await page.getByLabel('申请单位').inputValue()).toBe('<img src=x onerror=alert(1)>𠮷厂')
  expect(wrongIn(page)).toEqual([])
})

test('on a telephone, dark, and with larger type one registers; nothing sticks out', async () => {
  const page = await as(CLERK, { ...TELEPHONE, colorScheme: 'dark' })
  await page.getByLabel('用水报装').check()
  await page.getByLabel('网络报装').check()
  await expectNoOverflow(page, 'the form on a telephone')
  await expectAccessible(page, 'the form on a telephone')
  await page.getByLabel('网络报装').uncheck()
  const written = { 申请单位: '𠮷厂䶮㛃有限公司', 信用代码: APPLICANT.creditCode, 申请地址: APPLICANT.address }
  const more = { 联系人: APPLICANT.contact, 联系电话: APPLICANT.phone, 用水需求: '30', 申请人签名: APPLICANT.contact }
  for (const [label, text] of Object.entries({ ...written, ...more })) await page.getByLabel(label).fill(text)
  await page.getByLabel('采集表扫描件').setInputFiles(SCAN)
  await page.getByText('采集表.pdf：').waitFor()
  await page.getByRole('button', { name: '登记', exact: true }).tap()
  await page.getByRole('heading', { name: '已登记' }).waitFor()
  await expectNoOverflow(page, 'a receipt on a telephone')
  await page.getByRole('img', { name: /CB-.* 的二维码/ }).waitFor()
  await page.emulateMedia({ media: 'print' })
  const paper = (await page.getByRole('region', { name: '采集表（打印）' }).textContent()) ?? ''
  for (const words of ['𠮷厂䶮㛃有限公司', APPLICANT.phone, APPLICANT.address]) expect(paper).toContain(words)
  expect(await page.getByRole('button', { name: '登记下一件' }).isVisible()).toBe(false)
  expect(wrongIn(page)).toEqual([])
})
