import { storedOf } from '../../db/queries/case-files.ts'
import { namedFiles } from '../../domain/files/named-files.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Dependencies } from '../dependencies.ts'

/**
 * what an act names as a file was uploaded to the same case, and is kept as it says. Asked of PostgreSQL only
 * where something is named: other acts go on without it. Throws `file-unknown`.
 */
export async function requireUploaded(
  { database }: Pick<Dependencies, 'database'>,
  serviceNumber: string,
  body: unknown,
): Promise<void> {
  const named = namedFiles(body)
  if (named.length === 0) return
  const stored = await storedOf(
    database,
    serviceNumber,
    named.map(({ original }) => original),
  )
  for (const { original, stored: said, field } of named) {
    if (stored.get(original) === said) continue
    throw new Refusal(
      'file-unknown',
      stored.has(original)
        ? '所保存的不是这一份：请照抄上传回答的 ref'
        : '本件没有上传过这个文件；请先上传到本件的 /files，再照抄回答的 ref',
      field,
    )
  }
}
