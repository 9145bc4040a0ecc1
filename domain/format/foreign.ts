/**
 * What the codec (`temporal/codec.ts`) makes of a payload that is none of ours, so that no case is stopped by it. Made
 * of whole arguments only: within the body of an act the same words are words like any other.
 */
const FOREIGN_REASONS = ['unsealed', 'unknownKey', 'unreadable'] as const
export type ForeignReason = (typeof FOREIGN_REASONS)[number]

/** `content`: what lay in clear in it, where that was JSON, `null` or bytes. */
export interface Foreign {
  readonly foreignPayload: ForeignReason
  readonly content?: unknown
}

export function isForeign(value: unknown): value is Foreign {
  return (
    typeof value === 'object' &&
    value !== null &&
    'foreignPayload' in value &&
    (FOREIGN_REASONS as readonly unknown[]).includes(value.foreignPayload)
  )
}

/**
 * What was sent: of a foreign payload its content. For what an earlier release took already; nothing new may be decided
 * by it.
 */
export function contentOf(value: unknown): unknown {
  return isForeign(value) ? value.content : value
}

/** The same without its content, which may be of any size. */
export function withoutContent(value: unknown): unknown {
  return isForeign(value) ? ({ foreignPayload: value.foreignPayload } satisfies Foreign) : value
}

const WORDS: Readonly<Record<ForeignReason, string>> = {
  unsealed: '没有加密',
  unknownKey: '以本系统没有的密钥加密',
  unreadable: '已损坏，解不开',
}

/** Chinese, for whoever sent it. */
export function foreignDetail({ foreignPayload }: Foreign): string {
  return `内容${WORDS[foreignPayload]}，不予办理：请改用 HTTP 接口（不能等回答的带 Prefer: respond-async）`
}
