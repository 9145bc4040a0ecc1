import { z } from 'zod'
import { type Environment, receiverRules } from '../../../../environment.ts'
import { refuseUnreachableName, UnreachableError } from '../../../../receivers/reach.ts'
import type { Unreachable } from '../../../../receivers/reach.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'

const URL_RULE = '应为 https 地址，不含账号、密码与 #'

export const ReceiverUrlSchema = z
  .string()
  .trim()
  .max(500)
  .refine(isReceiverUrl, URL_RULE)
  .describe(`接收地址：${URL_RULE}；开发时可用 http`)

function isReceiverUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash, hostname } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${hash}` === '' && hostname !== ''
}

const WHY: Readonly<Record<Unreachable, string>> = {
  'not-https': '须为 https',
  'private-address':
    '是本机、内网或保留地址，不在允许之列；接收方在内网的，请运维人员列入 PUSH_ALLOWED_NETWORKS 或 PUSH_ALLOWED_HOSTS',
}

/** As it is kept. Throws `receiver-not-allowed` for an address that nothing would be sent to. */
export async function allowedReceiver(environment: Environment, text: string): Promise<string> {
  const url = new URL(text)
  try {
    await refuseUnreachableName(receiverRules(environment), url)
  } catch (error) {
    if (error instanceof UnreachableError) throw fieldProblem('receiver-not-allowed', 'url', WHY[error.code])
    throw error
  }
  return url.href
}
