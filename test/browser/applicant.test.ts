import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
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
import { newPhone, smsGateway } from '../fixtures/sms.ts'

const sms = await smsGateway()
afterAll(() => sms.close())
const servers = testServers({ variables: { SMS_URL: `${sms.url}/send` } })
const { as, open } = desks(servers)
const client = new ApplicationClient(servers)
const DARK = { ...TELEPHONE, colorScheme: 'dark' } as const

async function registered(form: Record<string, unknown> = {}): Promise<{ number: string; phone: string }> {
  const phone = newPhone()
  const number = await client.register({}, { phone, ...form })
  return { number, phone }
}

async function lookUp(page: Page, { number, phone }: { number: string; phone: string }, count = 1): Promise<void> {
  await page.getByLabel('服务编号').fill(number)
  await page.getByLabel('登记的手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('短信里的 6 位验证码').fill(await sms.codeTo(phone, count))
  await page.getByRole('button', { name: '进入' }).click()
  await page.getByText(`服务编号 ${number}`).waitFor()
}

/** Two days on in 赤壁. */
const inTwoDays = () => new Date(Date.now() + (48 + 8) * 3_600_000).toISOString().slice(0, 10)

/** Into the date field that has the focus: its parts are in the order of the browser's own language. */
async function typeDate(page: Page, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-')
  for (const parts of [
    [year, month, day],
    [month, day, year],
  ]) {
    for (const part of parts) await page.keyboard.type(part)
    if ((await page.locator(':focus').inputValue()) === date) return
    for (const _part of parts) await page.keyboard.press('ArrowLeft')
  }
  throw new Error(`${date} cannot be typed`)
}

test('R-24: a time for the connection is agreed with the keyboard alone, from number and code on', async () => {
  const the = await registered()
  await client.surveyed(the.number)
  const page = await open('/progress')
  const { keyboard } = page
  await expectAccessible(page, 'an empty look-up')
  await tabTo(page, page.getByLabel('服务编号'))
  await keyboard.type(the.number)
  await keyboard.press('Tab')
  await keyboard.type(the.phone)
  await keyboard.press('Enter')
  await page.getByLabel('短信里的 6 位验证码').waitFor()
  await expectAccessible(page, 'a code is asked for')
  await tabTo(page, page.getByLabel('短信里的 6 位验证码'))
  await keyboard.type(await sms.codeTo(the.phone))
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: '可以约定接入时间了' }).waitFor()
  await expectAccessible(page, 'a case that waits for its applicant')
  await tabTo(page, page.getByRole('button', { name: '约定这个时间' }))
  await keyboard.press('Enter')
  await page.getByText('没有办成，请改正后再提交').waitFor()
  await expectAccessible(page, 'an appointment with an error')
  expect(await page.evaluate<string>('document.activeElement.name')).toBe('date')
  const date = inTwoDays()
  await typeDate(page, date)
  await tabTo(page, page.getByLabel('几点'))
  await keyboard.press('ArrowDown')
  await tabTo(page, page.getByRole('button', { name: '约定这个时间' }))
  await keyboard.press('Enter')
  await page.getByText('已约定接入时间。').waitFor()
  await page.getByRole('heading', { name: '已约好，等待接入' }).waitFor()
  const [year, month, day] = date.split('-').map(Number)
  expect(await page.locator('.next').first().textContent()).toContain(`${year}年${month}月${day}日（周`)
  byKeyboardAlone(page, '申请人')
  await expectAccessible(page, 'a case with an appointment')
  expect(wrongIn(page)).toEqual([])
})

test('on a telephone, dark and with the largest letters nothing sticks out, and what is missing is supplemented', async () => {
  const the = await registered({ services: { water: { business: 'new' }, catv: {} } })
  await client.until(the.number, 'registration')
  await client.done(the.number, 'registration/supplement-requests', ['window', 'clerk'], {
    items: ['services.water.tonsPerDay'],
    message: '请补用水量',
  })
  const page = await open('/progress', DARK)
  await page.getByRole('button', { name: '获取验证码' }).tap()
  await page.getByText('应为 11 位手机号').first().waitFor()
  await expectAccessible(page, 'a look-up with errors')
  await lookUp(page, the)
  await expectNoOverflow(page, 'a case on a telephone')
  await expectAccessible(page, 'a case on a telephone')
  for (const [name, pixels] of [
    ['大字', 24],
    ['最大', 40],
  ] as const) {
    await page.getByRole('link', { name, exact: true }).tap()
    await page.locator(`html.${name === '大字' ? 'large' : 'largest'}`).waitFor()
    await page.getByText(`服务编号 ${the.number}`).waitFor()
    await expectNoOverflow(page, `a case with letters of ${pixels} pixels`)
    await expectAccessible(page, `a case with letters of ${pixels} pixels`)
    const small = await page.evaluate<string[]>(`[...document.querySelectorAll('body *')]
      .filter((each) => each.textContent.trim() !== '' && each.getClientRects().length > 0)
      .filter((each) => parseFloat(getComputedStyle(each).fontSize) < ${name === '大字' ? 24 : 36})
      .map((each) => each.tagName + each.className)`)
    expect(small, name).toEqual([])
    const low = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('button, nav a, summary, .papers a, select')]
      .filter((each) => each.getClientRects().length > 0 && each.getBoundingClientRect().height < 60)
      .map((each) => each.tagName + each.textContent.trim())`)
    expect(low, name).toEqual([])
  }
  await page.getByLabel('用水需求').fill('很多')
  await page.getByRole('button', { name: '提交', exact: true }).tap()
  await page.getByText('请只填数字').first().waitFor()
  expect(await page.getByLabel('用水需求').inputValue()).toBe('很多')
  await page.getByLabel('用水需求').fill('３０')
  await page.getByRole('button', { name: '提交', exact: true }).tap()
  await page.getByText('已收到您补充的信息').waitFor()
  expect(wrongIn(page)).toEqual([])
})

test('R-10, R-38: asked at the counter, answered from the inbox, looked up by number and code', async () => {
  const phone = newPhone()
  const clerk = await as('水电气网联动报装综窗窗口人员', { at: '/asked/new' })
  await clerk.getByRole('button', { name: '记下' }).press('Enter')
  await clerk.getByText('请填写咨询的问题').waitFor()
  await expectAccessible(clerk, 'an inquiry with an error')
  await clerk.keyboard.type('临时用水怎样办理')
  await clerk.getByLabel('咨询人').fill('王建国')
  await clerk.getByLabel('联系电话').fill(phone)
  await clerk.getByLabel('转给哪个单位答复').selectOption({ label: '赤壁水务集团公司' })
  await clerk.getByRole('button', { name: '记下' }).press('Enter')
  await clerk.getByText('待答复，赤壁水务集团公司').waitFor()
  await expectAccessible(clerk, 'an inquiry')
  const number = (await clerk.locator('.service-number').textContent()) ?? ''
  expect(number).toMatch(/^ZX-\d{8}-\d{5}-\d$/)

  const water = await as('赤壁水务集团公司经办人', { at: '/inbox' })
  await water.getByRole('link', { name: '待答复的咨询' }).waitFor()
  await expectAccessible(water, 'an inbox with inquiries')
  await water.getByRole('link', { name: `答复咨询 ${number}` }).press('Enter')
  await water.getByLabel('答复的内容').fill('请拨打 0715-5351234')
  await water.getByRole('button', { name: '答复', exact: true }).press('Enter')
  await water.getByText('已答复。').waitFor()
  await water.getByRole('search').getByLabel('按服务编号打开').fill(number)
  await water.keyboard.press('Enter')
  await water.getByRole('link', { name: number }).waitFor()
  expect(wrongIn(water)).toEqual([])

  const page = await open('/progress')
  await page.getByLabel('咨询编号').fill(number)
  await page.getByLabel('登记的手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('短信里的 6 位验证码').fill(await sms.codeTo(phone))
  await page.getByRole('button', { name: '进入' }).click()
  await page.getByRole('heading', { name: '您的咨询已经答复' }).waitFor()
  await page.getByText('请拨打 0715-5351234').waitFor()
  await expectAccessible(page, 'an answered inquiry')
  expect(wrongIn(page)).toEqual([])
  const ofCase = await page.goto(page.url().replace(/inquiry$/, 'case'))
  expect(ofCase?.status()).toBe(404)
})
