import { join, resolve } from 'node:path'
import { EnvironmentError } from '../../environment.ts'
import type { Environment } from '../../environment.ts'
import type { FileStore } from './file-store.ts'
import { FolderStore } from './folder-store.ts'
import { FileStoreUnavailable, S3Store } from './s3-store.ts'

type Given = Pick<
  Environment,
  'FILES_DIR' | 'DATA_DIR' | 'FILES_S3_URL' | 'FILES_S3_REGION' | 'FILES_S3_ACCESS_KEY' | 'FILES_S3_SECRET_KEY'
>

/** A bucket where one is named, else a folder; what is being received lies in the folder either way. */
export function fileStoreOf(given: Given): FileStore {
  const folder = resolve(given.FILES_DIR ?? join(given.DATA_DIR, 'files'))
  const { FILES_S3_URL: url, FILES_S3_REGION: region } = given
  const { FILES_S3_ACCESS_KEY: accessKey = '', FILES_S3_SECRET_KEY: secretKey = '' } = given
  return url === undefined ? new FolderStore(folder) : new S3Store({ url, region, accessKey, secretKey }, folder)
}

/** Nothing is kept under it. */
const NOTHING = '0'.repeat(64)

/**
 * At the start: a bucket that is not there or not ours stops the program, one that does not answer is told of, for all
 * that names no file goes on without it. Throws `EnvironmentError`.
 */
export async function tellWhereFilesAreAway(environment: Given, say: (text: string) => void): Promise<void> {
  const { FILES_S3_URL: url } = environment
  if (url === undefined) return
  try {
    await fileStoreOf(environment).read(NOTHING)
  } catch (error) {
    if (!(error instanceof FileStoreUnavailable)) throw error
    const { status = 503, code } = error
    if (status >= 500) return say('文件存储（环境变量 FILES_S3_URL）没有应答：它应答之前文件不能传、不能看，其余照常。')
    throw new EnvironmentError(
      `环境变量 FILES_S3_URL=${url} 不能用：${WHY[code ?? ''] ?? `存储答 ${status}${code === undefined ? '' : ` ${code}`}`}。`,
    )
  }
}

const WHY: Readonly<Record<string, string>> = {
  NoSuchBucket: '没有这个桶，请先建好',
  AccessDenied: '不许读这个桶，请给它 GetObject、PutObject、ListBucket 的权限',
  InvalidAccessKeyId: '存储不认识 FILES_S3_ACCESS_KEY',
  /** As versitygw says it. */
  XAdminUserNotFound: '存储不认识 FILES_S3_ACCESS_KEY',
  SignatureDoesNotMatch: 'FILES_S3_SECRET_KEY 不对',
  RequestTimeTooSkewed: '本机与存储的时钟相差太多',
}
