import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fileTypeOf } from '../../api/files/file-type-of.ts'
import { FolderStore } from '../../api/files/folder-store.ts'
import { isLinkGood, LINK_SECONDS, linkTo } from '../../api/files/links.ts'
import { writeAnew } from '../../api/files/picture.ts'
import { digestOf, receive, requireNotTooLarge } from '../../api/files/received.ts'
import { whyTooLarge } from '../../api/files/unfolded.ts'
import { ProblemError } from '../../api/problems/problem-error.ts'
import { LARGEST_FILE_MIB } from '../../domain/files/file-types.ts'
import { namedFiles } from '../../domain/files/named-files.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { HEIC, HTML, largePhoto, PDF, photo, picture, SVG, TAKEN_AT } from '../fixtures/pictures.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'seven-ones-files-'))
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function written(bytes: Buffer): string {
  const path = join(folder(), 'sent')
  writeFileSync(path, bytes)
  return path
}

/** A PNG that says how large it is, and of which nothing more has come. */
function pngHeader({
  side,
  bits,
  colour,
  interlaced,
}: Record<'side' | 'bits' | 'colour', number> & { interlaced: boolean }) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([bits, colour, 0, 0, interlaced ? 1 : 0], 8)
  const chunk = (type: string, data: Buffer) => {
    const [length, sum, named] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(type), data])]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(64)))])
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof ProblemError ? error.code : String(error)),
  )
}

describe('what a file is, its content says', () => {
  it.each([
    ['image/jpeg', () => photo()],
    ['image/png', () => picture('png')],
    ['image/webp', () => picture('webp')],
    ['application/pdf', async () => PDF],
  ] as const)('%s is taken', async (type, made) => {
    expect(await fileTypeOf(written(await made()))).toBe(type)
  })

  it.each([
    ['an HTML', async () => HTML, '内容不是图片或 PDF'],
    ['an SVG', async () => SVG, 'JPEG 图片、PNG 图片'],
    ['a GIF', () => picture('gif'), 'image/gif'],
    ['a TIFF', () => picture('tiff'), 'image/tiff'],
    ['a HEIC', async () => HEIC, '兼容性最佳'],
    ['a ZIP', async () => Buffer.from('PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), '只收'],
    ['a program', async () => Buffer.concat([Buffer.from('\u007fELF\u0002\u0001\u0001'), Buffer.alloc(64)]), '只收'],
  ] as const)('%s is refused, and told why', async (_name, made, words) => {
    await expect(fileTypeOf(written(await made()))).rejects.toMatchObject({
      code: 'file-type-not-allowed',
      message: expect.stringContaining(words),
      errors: [{ field: 'file' }],
    })
  })
})

describe('pictures are written anew', () => {
  it.each(['image/jpeg', 'image/png', 'image/webp'] as const)(
    '%s: place and time are told and are no longer in it; it decodes',
    async (type) => {
      const ending = type === 'image/png' ? 'png' : 'webp'
      const original = type === 'image/jpeg' ? await photo() : await picture(ending)
      const anew = join(folder(), 'anew')
      const told = await writeAnew(written(original), anew, type)
      expect(told.takenAt).toBe('2026-11-26T09:30:15')
      expect(told.place?.latitude).toBeCloseTo(TAKEN_AT.latitude, 4)
      expect(told.place?.longitude).toBeCloseTo(TAKEN_AT.longitude, 4)
      const kept = await sharp(anew).metadata()
      expect([kept.exif, kept.xmp, kept.iptc, kept.orientation]).toEqual([undefined, undefined, undefined, undefined])
      expect(readFileSync(anew).includes('SEVEN-ONES-CAMERA')).toBe(false)
      expect([kept.width, kept.height]).toEqual([told.width, told.height])
    },
  )

  it('stands upright, as the hand held it', async () => {
    const anew = join(folder(), 'anew')
    expect(await writeAnew(written(await photo({ width: 120, height: 80 })), anew, 'image/jpeg')).toMatchObject({
      width: 80,
      height: 120,
    })
  })

  it('of what follows a picture in its file nothing is kept', async () => {
    const anew = join(folder(), 'anew')
    await writeAnew(written(Buffer.concat([await photo(), HTML])), anew, 'image/jpeg')
    expect(readFileSync(anew).includes('script')).toBe(false)
  })

  it.each([
    ['cut short', async () => (await largePhoto(1)).subarray(0, 40_000)],
    ['no picture behind its first bytes', async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])],
    ['an SVG under its name', async () => SVG],
  ] as const)('%s: refused', async (_name, made) => {
    expect(await codeOf(writeAnew(written(await made()), join(folder(), 'anew'), 'image/jpeg'))).toBe('file-unreadable')
  })

  it('one of more pixels than any camera has is refused before it is unfolded', async () => {
    const canvas = { width: 20_000, height: 20_000, channels: 3, background: '#fff' } as const
    const bomb = await sharp({ create: canvas, limitInputPixels: false }).png().toBuffer()
    await expect(writeAnew(written(bomb), join(folder(), 'anew'), 'image/png')).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('20000×20000，至多 12000 万像素'),
    })
  })

  it('one that takes a gigabyte to unfold is refused by its header, and told which limit it is above', async () => {
    const interlaced = pngHeader({ side: 10_900, bits: 16, colour: 6, interlaced: true })
    await expect(writeAnew(written(interlaced), join(folder(), 'anew'), 'image/png')).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/10900×10900，展开须 951 MB，渐进、隔行.*至多 160 MB/),
    })
  })

  it.each([
    ['a telephone’s largest', { width: 12_000, height: 9_000 }, true],
    [
      'one with an alpha of 16 bits',
      { width: 9_000, height: 8_000, channels: 4, depth: 'ushort', format: 'png' },
      false,
    ],
    ['a screen', { width: 4_000, height: 3_000, channels: 4, format: 'png', isProgressive: true }, true],
    ['a progressive one of a good camera', { width: 8_000, height: 6_000, isProgressive: true }, true],
    ['a progressive one of the largest', { width: 12_000, height: 9_000, isProgressive: true }, false],
    ['a WebP of the largest', { width: 12_000, height: 9_000, format: 'webp' }, false],
    ['a PNG to be turned', { width: 12_000, height: 9_000, format: 'png', orientation: 6 }, false],
    ['a JPEG to be turned', { width: 12_000, height: 9_000, orientation: 6 }, true],
    ['one of a depth that nobody knows', { width: 3_000, height: 3_000, depth: 'x' }, false],
  ] as const)('%s: %o may be unfolded: %s', (_name, header, may) => {
    const usual = { format: 'jpeg', channels: 3, depth: 'uchar' } as const
    expect(whyTooLarge({ ...usual, ...header } as Parameters<typeof whyTooLarge>[0]) === undefined).toBe(may)
  })

  it('one of a telephone is made no larger than is needed to see what it shows', async () => {
    const anew = join(folder(), 'anew')
    const told = await writeAnew(written(await photo({ width: 6000, height: 4000 })), anew, 'image/jpeg')
    expect(Math.max(told.width, told.height)).toBe(4096)
  })
})

describe('what is received', () => {
  it('is digested as it comes', async () => {
    const [path, bytes] = [join(folder(), 'sent'), await photo()]
    expect(await receive(Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]), path)).toEqual({
      sha256: sha256(bytes),
      bytes: bytes.length,
    })
    expect(await digestOf(path)).toEqual({ sha256: sha256(bytes), bytes: bytes.length })
  })

  it('is refused where it is nothing or too large, said before or not, and the connection goes on', async () => {
    expect(await codeOf(receive(Readable.from([]), join(folder(), 'sent')))).toBe('file-unreadable')
    const piece = Buffer.alloc(1_048_576)
    const endless = Readable.from(
      (function* () {
        for (;;) yield piece
      })(),
    )
    expect(await codeOf(receive(endless, join(folder(), 'sent')))).toBe('file-too-large')
    expect(endless.destroyed).toBe(false)
    const told = String(LARGEST_FILE_MIB * 1_048_576 + 1)
    await expect(async () => requireNotTooLarge(told)).rejects.toMatchObject({ code: 'file-too-large' })
    expect(() => requireNotTooLarge(String(LARGEST_FILE_MIB * 1_048_576))).not.toThrow()
  })
})

it('what broke off on the way is no fault of ours', async () => {
  const broken = Readable.from(
    (function* () {
      yield Buffer.from('half')
      throw new Error('aborted')
    })(),
  )
  expect(await codeOf(receive(broken, join(folder(), 'sent')))).toBe('file-unreadable')
})

describe('the folder', () => {
  it('keeps what only its owner reads', async () => {
    const place = folder()
    const store = new FolderStore(place)
    await store.sweep(new Date())
    const bytes = Buffer.from('kept')
    const path = await store.freshPath()
    writeFileSync(path, bytes)
    await store.keep(sha256(bytes), path)
    const at = join(place, sha256(bytes).slice(0, 2), sha256(bytes))
    expect([at, join(place, 'incoming')].map((each) => statSync(each).mode & 0o777)).toEqual([0o400, 0o700])
    expect(readdirSync(join(place, 'incoming'))).toEqual([])
  })
})

describe('links', () => {
  const keyring = parseKeyring(newKey())
  const now = new Date('2026-11-26T01:00:00Z')
  const [FILE, OTHER] = ['0198f000-0000-7000-8000-000000000001', '0198f000-0000-7000-8000-000000000002']
  const { href, until } = linkTo(FILE, { keyring, now })
  const query = new URL(href, 'http://x').searchParams
  const given = { until: Number(query.get('until')), signature: query.get('signature') ?? '' }
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

  it('are good for their file and for some minutes', () => {
    expect(until).toBe(later(LINK_SECONDS).toISOString())
    expect(isLinkGood(FILE, given, { keyring, now: later(LINK_SECONDS - 1) })).toBe(true)
    expect(isLinkGood(FILE, given, { keyring, now: later(LINK_SECONDS) })).toBe(false)
    expect(isLinkGood(OTHER, given, { keyring, now })).toBe(false)
    expect(isLinkGood(FILE, { ...given, until: given.until + 1 }, { keyring, now })).toBe(false)
    expect(isLinkGood(FILE, { ...given, signature: '' }, { keyring, now })).toBe(false)
    expect(isLinkGood(FILE, given, { keyring: parseKeyring(newKey()), now })).toBe(false)
  })

  it('are good while the key of then is known', () => {
    const old = newKey()
    const { searchParams } = new URL(linkTo(FILE, { keyring: parseKeyring(old), now }).href, 'http://x')
    const link = { until: Number(searchParams.get('until')), signature: searchParams.get('signature') ?? '' }
    expect(isLinkGood(FILE, link, { keyring: parseKeyring(`${newKey()},${old}`), now })).toBe(true)
  })
})

it('every file that a body names is found, wherever it stands', () => {
  const ref = (letter: string) => ({ original: letter.repeat(64), stored: letter.repeat(64) })
  const body = {
    files: [ref('a')],
    remarks: 'files',
    opinions: [
      { org: 'x', opinion: { files: [ref('b'), ref('c')] } },
      { org: 'y', opinion: {} },
    ],
  }
  expect(namedFiles(body).map(({ original, field }) => [original[0], field])).toEqual([
    ['a', 'files.0'],
    ['b', 'opinions.0.opinion.files.0'],
    ['c', 'opinions.0.opinion.files.1'],
  ])
  expect(namedFiles(undefined)).toEqual([])
})
