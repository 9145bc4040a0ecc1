/** Pictures are written anew: what is kept is what one sees, and nothing that a camera or somebody put beside it. */
import exifr from 'exifr'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import type { FileType } from '../../domain/files/file-types.ts'
import { defined } from '../../domain/defined.ts'
import { fieldProblem, ProblemError } from '../problems/problem-error.ts'
import { whyTooLarge } from './unfolded.ts'

/** A kept picture is no wider and no higher. */
const LONGEST_EDGE = 4096
const SECONDS = 20

// One picture of a telephone takes one processor for a second; more at once would only take others' time.
sharp.concurrency(1)
sharp.cache(false)
// Whatever comes is none of the many other formats that libvips could be led to read.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

export interface PictureFacts {
  readonly width: number
  readonly height: number
  readonly takenAt?: string
  readonly place?: Place
}

export interface Place {
  readonly latitude: number
  readonly longitude: number
}

type PictureType = Exclude<FileType, 'application/pdf'>

const WRITTEN: Readonly<Record<PictureType, (picture: Sharp) => Sharp>> = {
  'image/jpeg': (picture) => picture.jpeg({ quality: 85 }),
  'image/png': (picture) => picture.png({ compressionLevel: 8 }),
  'image/webp': (picture) => picture.webp({ quality: 85 }),
}

/** Writes it anew, upright, to another path; gives what it told of when and where. Throws `file-unreadable`. */
export async function writeAnew(from: string, to: string, type: PictureType): Promise<PictureFacts> {
  try {
    const picture = sharp(from, { limitInputPixels: false, failOn: 'error' })
    const metadata = await picture.metadata()
    const tooLarge = whyTooLarge(metadata)
    if (tooLarge !== undefined) throw fieldProblem('file-unreadable', 'file', tooLarge)
    const upright = picture
      .autoOrient()
      .resize({ width: LONGEST_EDGE, height: LONGEST_EDGE, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: SECONDS })
    const { width, height } = await WRITTEN[type](upright).toFile(to)
    return { width, height, ...(await toldBy(metadata.exif)) }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw fieldProblem('file-unreadable', 'file', '图片打不开：可能没有传完或已损坏；请重新拍照或另存后再传')
  }
}

/** What a camera wrote, as far as it makes sense. */
async function toldBy(exif: Buffer | undefined): Promise<Pick<PictureFacts, 'takenAt' | 'place'>> {
  if (exif === undefined) return {}
  const tiff = exif.subarray(exif.subarray(0, 4).toString('latin1') === 'Exif' ? 6 : 0)
  const told = await exifr
    .parse(tiff, {
      gps: true,
      pick: ['DateTimeOriginal', 'GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef'],
      reviveValues: false,
    })
    .catch((): undefined => undefined)
  if (typeof told !== 'object' || told === null) return {}
  const { DateTimeOriginal, latitude, longitude } = told as Readonly<Record<string, unknown>>
  return defined({ takenAt: momentOf(DateTimeOriginal), place: placeOf(latitude, longitude) })
}

function momentOf(text: unknown): string | undefined {
  const [, year, month, day, time] = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(text)) ?? []
  const moment = `${year}-${month}-${day}T${time}`
  return Number.isNaN(Date.parse(`${moment}Z`)) ? undefined : moment
}

export function placeOf(latitude: unknown, longitude: unknown): Place | undefined {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isOnEarth && (latitude !== 0 || longitude !== 0) ? { latitude, longitude } : undefined
}
