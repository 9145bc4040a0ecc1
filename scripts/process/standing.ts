import type { LineStatus } from '../../domain/case/line-status.ts'
import type { Stage } from '../../domain/case/stage.ts'

/** Where a case of one service stands. */
export type Standing = `${Stage}|${LineStatus}`
