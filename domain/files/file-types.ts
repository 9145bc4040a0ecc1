/** What may be uploaded: pictures that are written anew, and PDF, which is kept as it is. */
export const FILE_TYPES = {
  'image/jpeg': { name: 'JPEG 图片', ending: 'jpg', picture: true },
  'image/png': { name: 'PNG 图片', ending: 'png', picture: true },
  'image/webp': { name: 'WebP 图片', ending: 'webp', picture: true },
  'application/pdf': { name: 'PDF', ending: 'pdf', picture: false },
} as const
export type FileType = keyof typeof FILE_TYPES
export const FILE_TYPE_KEYS = Object.keys(FILE_TYPES) as [FileType, ...FileType[]]

export function isFileType(type: string | undefined): type is FileType {
  return type !== undefined && Object.hasOwn(FILE_TYPES, type)
}

export const LARGEST_FILE_MIB = 25
/** The most files of one case. */
export const MOST_FILES_OF_CASE = 500
