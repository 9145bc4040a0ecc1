import { Problem, Unreachable } from '../data/api.ts'

/** Why something was not done or shown, and what to do. */
export function wordsOf(error: unknown): string {
  if (error instanceof Unreachable) return `${error.message}。请检查网络；没有丢失任何内容。`
  if (error instanceof Problem) return error.message
  return '页面出了意料之外的错误，请刷新后再试。'
}
