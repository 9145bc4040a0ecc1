import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'

export function hrefOfAct(serviceNumber: string, type: ActType): string {
  return `/api/v1/applications/${serviceNumber}/${ACTS[type].path}`
}
