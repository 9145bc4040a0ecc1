/** What a picture takes in memory once it is unfolded: told by its first bytes, before it is. */
import type { Metadata } from 'sharp'

/** Of a telephone's largest; more is a bomb. */
const MOST_PIXELS = 120_000_000
const MB = 1_000_000
/** Of what is unfolded line by line. */
const MOST_BYTES = 400 * MB
/** Of what is unfolded whole, and lies in memory so. */
const MOST_BYTES_WHOLE = 160 * MB

const BYTES_OF: Readonly<Record<string, number>> = { uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4 }
const MOST_BYTES_OF_SAMPLE = 16

type Header = Pick<Metadata, 'format' | 'width' | 'height' | 'channels' | 'depth' | 'isProgressive' | 'orientation'>

/** What to tell its sender; undefined where it may be unfolded. */
export function whyTooLarge(header: Header): string | undefined {
  const { width, height, channels, depth } = header
  const size = `${width}×${height}`
  if (width * height > MOST_PIXELS) return `图片像素过多：${size}，至多 ${MOST_PIXELS / 10_000} 万像素；请缩小后再传`
  const bytes = width * height * channels * (BYTES_OF[depth] ?? MOST_BYTES_OF_SAMPLE)
  const isWhole = isUnfoldedWhole(header)
  const most = isWhole ? MOST_BYTES_WHOLE : MOST_BYTES
  if (bytes <= most) return undefined
  const kind = isWhole ? '渐进、隔行、WebP 或须转正的图片' : '图片'
  return `图片太大：${size}，展开须 ${Math.ceil(bytes / MB)} MB，${kind}至多 ${most / MB} MB；请缩小，或另存为普通 JPEG 后再传`
}

/** JPEG is made smaller as it is read, so that turning it costs little. */
function isUnfoldedWhole({ format, isProgressive, orientation }: Header): boolean {
  return isProgressive === true || format === 'webp' || (format !== 'jpeg' && (orientation ?? 1) > 1)
}
