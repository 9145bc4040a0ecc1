/** As an applicant without an account comes to a case: by number, telephone and the code that arrives. */
import type { BrowserContext } from 'playwright-core'
import { z } from 'zod'
import type { Environment } from '../../environment.ts'
import type { ShownCases } from './cases.ts'

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

const MessagesSchema = z.array(z.object({ to: z.string(), text: z.string() }))

/** Signs in once, for a telephone is sent few codes: the cookies by which others are signed in, too. */
export async function signedInByCode(
  context: BrowserContext,
  url: string,
  { building, phone }: ShownCases,
  { SMS_URL, SMS_PORT }: Environment,
): Promise<Cookies> {
  const messages = (SMS_URL ?? `http://127.0.0.1:${SMS_PORT}/send`).replace(/send$/, 'messages')
  const page = await context.newPage()
  await page.goto(`${url}/progress?number=${building}`)
  await page.getByLabel('登记的手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('短信里的 6 位验证码').fill(await codeFor(building, messages))
  await page.getByRole('button', { name: '进入' }).click()
  await page.getByText(`服务编号 ${building}`).waitFor()
  return context.cookies()
}

async function codeFor(serviceNumber: string, messages: string): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const taken = MessagesSchema.parse(await (await fetch(messages)).json())
    const code = /验证码 (\d{6})/.exec(taken.find(({ text }) => text.includes(serviceNumber))?.text ?? '')?.[1]
    if (code !== undefined) return code
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('no code arrives')
}
