import { fileTypeFromFile } from 'file-type'
import { FILE_TYPES, isFileType } from '../../domain/files/file-types.ts'
import type { FileType } from '../../domain/files/file-types.ts'
import { fieldProblem } from '../problems/problem-error.ts'

const TAKEN = Object.values(FILE_TYPES)
  .map(({ name }) => name)
  .join('、')

/** By what is in it, whatever it is called. Throws `file-type-not-allowed`. */
export async function fileTypeOf(path: string): Promise<FileType> {
  const found = await fileTypeFromFile(path)
  if (isFileType(found?.mime)) return found.mime
  throw fieldProblem('file-type-not-allowed', 'file', whyNot(found?.mime))
}

function whyNot(type: string | undefined): string {
  if (type === undefined) return `内容不是图片或 PDF，改了文件名也不行；只收 ${TAKEN}`
  if (/^image\/(?:heic|heif)/.test(type))
    return `这是 HEIC 图片，本系统打不开；请在手机相机设置里选“兼容性最佳”（JPEG）重拍，或转成 JPEG`
  return `内容是 ${type}；只收 ${TAKEN}`
}
