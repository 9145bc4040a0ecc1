import { chromium } from 'playwright-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Environment } from '../../environment.ts'
import type { Browser } from '../stack/browser.ts'
import { signedInByCode } from './applicant.ts'
import type { ShownCases } from './cases.ts'

interface Look {
  readonly name: string
  readonly options: BrowserContextOptions
}

const DESK = { viewport: { width: 1366, height: 860 } }
const TELEPHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

const LOOKS: readonly Look[] = [
  { name: 'desk-light', options: { ...DESK, colorScheme: 'light' } },
  { name: 'desk-dark', options: { ...DESK, colorScheme: 'dark' } },
  { name: 'telephone-light', options: { ...TELEPHONE, colorScheme: 'light' } },
  { name: 'telephone-dark', options: { ...TELEPHONE, colorScheme: 'dark' } },
]

interface Shot {
  readonly name: string
  /** Of the printed sign-ins, or `code`: an applicant by a code; undefined: nobody is signed in. */
  readonly who: string | undefined
  readonly at: (cases: ShownCases) => string
  readonly first?: (page: Page) => Promise<void>
}

const SHOTS: readonly Shot[] = [
  { name: 'sign-in', who: undefined, at: () => '/sign-in' },
  { name: 'inbox', who: '赤壁水务集团公司经办人', at: () => '/inbox' },
  {
    name: 'inbox-authority',
    who: '住建局负责人',
    at: () => '/inbox',
    first: async (page) => {
      await page.getByRole('row').first().waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      await page.keyboard.press('j')
      await page.keyboard.press('x')
    },
  },
  { name: 'shortcuts', who: '城管局经办人', at: () => '/inbox', first: (page) => page.keyboard.press('?') },
  { name: 'case', who: '赤壁水务集团公司经办人', at: ({ building }) => `/cases/${building}` },
  {
    name: 'opinion',
    who: '赤壁水务集团公司经办人',
    at: ({ fresh }) => `/cases/${fresh}?act=fileOpinion`,
    first: (page) => page.getByLabel('需要外线工程').check(),
  },
  {
    name: 'inspection',
    who: '城管局监管人员',
    at: ({ building }) => `/cases/${building}?act=fileInspection`,
  },
  {
    name: 'audit',
    who: '协调小组办公室审计人员',
    at: ({ building }) => `/auditor/${building}`,
    first: async (page) => {
      await page.getByRole('button', { name: '重放这件的历史' }).click()
      await page.getByText('与亲历的一致').first().waitFor()
    },
  },
  {
    name: 'office',
    who: '协调小组办公室经办人',
    at: () => '/office?org=shuiwu',
    first: (page) => page.getByRole('heading', { name: '赤壁水务集团公司的待办' }).waitFor(),
  },
  {
    name: 'office-assessment',
    who: '协调小组办公室经办人',
    at: () => '/office?view=assessment',
    first: (page) => page.getByRole('heading', { name: '各环节' }).waitFor(),
  },
  {
    name: 'window',
    who: '水电气网联动报装综窗窗口人员',
    at: () => '/window',
    first: async (page) => {
      await page.getByLabel('申请单位').fill('湖北赤马港新材料有限公司')
      await page.getByLabel('信用代码').fill('91440101MA5CJQ4N58')
      await page.getByLabel('申请地址').fill('赤壁市赤马港街道河北大道 188 号')
      await page.getByLabel('用水报装').check()
      await page.getByLabel('网络报装').check()
      await page.getByLabel('联系电话').fill('1387123')
      await page.getByLabel('联系人').focus()
    },
  },
]

/** On the telephone only. */
const IN_FIELD: readonly Shot[] = [
  {
    name: 'field',
    who: '城管局监管人员',
    at: () => '/field',
    first: (page) => page.locator('.work a').first().waitFor(),
  },
  {
    name: 'field-inspection',
    who: '城管局监管人员',
    at: ({ building }) => `/field#/${building}/fileInspection`,
    first: async (page) => {
      await page.getByLabel('已兑现').first().check()
      await page.getByLabel('未兑现').nth(1).check()
    },
  },
]

const APPLICANTS: readonly Shot[] = [
  {
    name: 'progress',
    who: undefined,
    at: ({ building }) => `/progress?number=${building}`,
    first: async (page) => {
      await page.getByLabel('登记的手机号').fill('1387123')
      await page.getByRole('button', { name: '获取验证码' }).click()
      await page.getByText('应为 11 位手机号').first().waitFor()
    },
  },
  { name: 'applicant', who: 'code', at: () => '/progress/case' },
  { name: 'applicant-elder', who: 'code', at: () => '/progress/size?size=large&back=/progress/case' },
  {
    name: 'applicant-error',
    who: 'code',
    at: () => '/progress/case',
    first: async (page) => {
      await page.getByRole('button', { name: '约定这个时间' }).click()
      await page.getByText('没有办成').waitFor()
    },
  },
]

interface Given {
  readonly url: string
  readonly browser: Browser
  readonly cases: ShownCases
  readonly environment: Environment
  /** Only pictures whose names begin so. */
  readonly only: string
}

/** Every shot in every look; the names of what was taken. */
export async function takeAll(
  { url, browser, cases, only, environment }: Given,
  fileOf: (name: string) => string,
): Promise<string[]> {
  const running = await chromium.launch({
    executablePath: browser.executablePath,
    env: Object.fromEntries(
      Object.entries(browser.env).filter((each): each is [string, string] => each[1] !== undefined),
    ),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const taken: string[] = []
  const applicants = APPLICANTS.filter(({ name }) => LOOKS.some((look) => `${name}-${look.name}`.startsWith(only)))
  const cookies =
    applicants.length === 0 ? [] : await signedInByCode(await running.newContext(), url, cases, environment)
  for (const shot of [...SHOTS, ...IN_FIELD, ...applicants]) {
    for (const look of IN_FIELD.includes(shot) ? LOOKS.filter(({ options }) => options.isMobile) : LOOKS) {
      const name = `${shot.name}-${look.name}`
      if (!name.startsWith(only)) continue
      const context = await running.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...look.options })
      const page = await context.newPage()
      page.setDefaultTimeout(90_000)
      // A stream that stays open is never idle.
      await page.route('**/live', (route) => route.abort())
      if (shot.who === 'code') await context.addCookies(cookies)
      await open(page, url, shot, cases)
      await page.screenshot({
        path: fileOf(name),
        fullPage: !['inbox', 'shortcuts', 'field-inspection'].includes(shot.name),
      })
      taken.push(name)
      await context.close()
    }
  }
  await running.close()
  return taken
}

async function open(page: Page, url: string, { who, at, first }: Shot, cases: ShownCases): Promise<void> {
  const place = at(cases)
  if (who === undefined || who === 'code') await page.goto(`${url}${place}`)
  else {
    await page.goto(`${url}/sign-in?back=${encodeURIComponent(place)}`)
    await page.getByRole('button', { name: who, exact: true }).first().click({ noWaitAfter: true })
    await page.getByRole('navigation').waitFor()
  }
  await page.waitForLoadState('networkidle')
  await first?.(page)
  await page.waitForTimeout(300)
}
