import { createHash } from 'node:crypto'
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { FileView } from '../../api/views/file.schema.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { caseFile } from '../../db/schema/case-file.ts'
import { LARGEST_FILE_MIB, MOST_FILES_OF_CASE } from '../../domain/files/file-types.ts'
import { APPLICATIONS, ApplicationClient, refused } from '../fixtures/application-client.ts'
import { closedWorks } from '../fixtures/closed-works.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { HEIC, HTML, largePhoto, PDF, photo, SVG, TAKEN_AT } from '../fixtures/pictures.ts'
import { uploaded } from '../fixtures/uploads.ts'
import { inspection } from '../fixtures/works.ts'

const servers = testServers()
const client = new ApplicationClient(servers)
const party = new PartyClient(servers)
const SHUIWU: Who = ['shuiwu', 'officer']
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function atSurvey(): Promise<string> {
  const number = await client.register()
  await client.until(number, 'jointSurvey')
  return number
}
let made: Promise<string> | undefined
/** One for all tests that change nothing of it but its files. */
const sharedCase = () => (made ??= atSurvey())

let colours = 0
/** Another each time. */
const newPhoto = () => photo({ colour: `#${(0x10_00_00 + (colours += 4097)).toString(16)}` })

async function sent(number: string, who: Who, file: Buffer, more: Parameters<typeof uploaded>[4] = {}) {
  const answer = await uploaded(servers.api, number, who, file, more)
  expect([answer.statusCode, answer.payload]).toEqual([201, expect.any(String)])
  return answer.json<FileView>()
}

async function linked(number: string, who: Who, id: string): Promise<string> {
  const { json } = await party.get(`${APPLICATIONS}/${number}/files/${id}`, who)
  return (json as { link?: { href: string } }).link?.href ?? 'none'
}

describe('uploading', () => {
  it('keeps the picture without its place and time, which are kept as data; both digests are told', async () => {
    const [number, original] = [await sharedCase(), await newPhoto()]
    const file = await sent(number, SHUIWU, original, { name: 'C:\\照片\\东侧 管沟.JPG' })
    expect(file).toMatchObject({
      ref: { original: sha256(original) },
      name: '东侧 管沟.JPG',
      type: 'image/jpeg',
      width: 80,
      height: 120,
      takenAt: '2026-11-26T09:30:15',
      place: { latitude: expect.closeTo(TAKEN_AT.latitude, 4), longitude: expect.closeTo(TAKEN_AT.longitude, 4) },
      uploaded: { org: 'shuiwu', orgName: '赤壁水务集团公司', role: 'officer' },
    })
    const read = await servers.api.app.inject({ url: await linked(number, SHUIWU, file.id) })
    expect([read.statusCode, sha256(read.rawPayload)]).toEqual([200, file.ref.stored])
    expect(file.ref.stored).not.toBe(file.ref.original)
    const kept = await sharp(read.rawPayload).metadata()
    expect([kept.exif, kept.width, kept.height]).toEqual([undefined, 80, 120])
  })

  it('a PDF is kept as it is, and only ever saved; a picture is looked at; neither can do anything', async () => {
    const number = await sharedCase()
    for (const [file, type, disposition] of [
      [
        PDF,
        'application/pdf',
        /^attachment; filename="file\.pdf"; filename\*=UTF-8''%E9%AA%8C%E6%94%B6%20%281%29\.pdf$/,
      ],
      [
        await newPhoto(),
        'image/jpeg',
        /^inline; filename="file\.jpg"; filename\*=UTF-8''%E9%AA%8C%E6%94%B6%20%281%29\.jpg$/,
      ],
    ] as const) {
      const { id } = await sent(number, SHUIWU, file, { name: '验收 (1).html' })
      const read = await servers.api.app.inject({ url: await linked(number, SHUIWU, id) })
      expect(read.headers).toMatchObject({
        'content-type': type,
        'content-disposition': expect.stringMatching(disposition),
        'content-security-policy': expect.stringMatching(/default-src 'none'; sandbox/),
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'content-length': String(read.rawPayload.length),
      })
    }
  })

  it('where the picture tells no place, the device does', async () => {
    const number = await sharedCase()
    const bare = await sharp(await newPhoto())
      .jpeg()
      .toBuffer()
    const query = { latitude: '29.72', longitude: '113.9' }
    expect((await sent(number, SHUIWU, bare, { query })).place).toEqual({
      latitude: 29.72,
      longitude: 113.9,
      by: 'device',
    })
    expect((await sent(number, SHUIWU, await newPhoto(), { query })).place?.by).toBe('picture')
    refused(
      await uploaded(servers.api, number, SHUIWU, bare, { query: { latitude: '29' } }),
      422,
      'validation-failed',
      'longitude',
    )
    refused(
      await uploaded(servers.api, number, SHUIWU, bare, { query: { latitude: '129', longitude: '0' } }),
      422,
      'validation-failed',
      'latitude',
    )
  })

  it('the same twice, and twice at once, is one file', async () => {
    const [number, original] = [await sharedCase(), await newPhoto()]
    const files = [
      await sent(number, SHUIWU, original),
      ...(await Promise.all([sent(number, SHUIWU, original), sent(number, ['zigui', 'officer'], original)])),
    ]
    expect(new Set(files.map(({ id }) => id)).size).toBe(1)
    const other = await newPhoto()
    const [one, two] = await Promise.all([sent(number, SHUIWU, other), sent(number, SHUIWU, other)])
    expect(one).toEqual(two)
    const rows = await servers.database.select().from(caseFile).where(eq(caseFile.serviceNumber, number))
    expect(rows.filter(({ originalSha256 }) => originalSha256 === sha256(other))).toHaveLength(1)
  })

  it('whose bytes were lost is told as such, and comes back when it is sent again', async () => {
    const [number, original] = [await sharedCase(), await newPhoto()]
    const { id, ref } = await sent(number, SHUIWU, original)
    const folder = join(servers.api.app.deps.environment.DATA_DIR, 'files')
    for (const path of globSync(`**/${ref.stored}`, { cwd: folder })) rmSync(join(folder, path))
    const url = await linked(number, SHUIWU, id)
    refused(await servers.api.app.inject({ url }), 404, 'file-not-found')
    await sent(number, SHUIWU, original)
    expect((await servers.api.app.inject({ url })).statusCode).toBe(200)
  })

  it('of 20 MB is taken', async () => {
    const large = await largePhoto(20)
    expect(large.length).toBeGreaterThan(20 * 1_048_576)
    expect(large.length).toBeLessThan(LARGEST_FILE_MIB * 1_048_576)
    const file = await sent(await sharedCase(), SHUIWU, large)
    expect([file.type, file.takenAt]).toEqual(['image/jpeg', '2026-11-26T09:30:15'])
  })
})

describe('what is refused', () => {
  it.each([
    ['an HTML named .jpg', HTML, {}, 415, 'file-type-not-allowed'],
    ['an HTML said to be a picture', HTML, { type: 'image/jpeg' }, 415, 'file-type-not-allowed'],
    ['an SVG', SVG, { name: 'x.svg', type: 'image/svg+xml' }, 415, 'file-type-not-allowed'],
    ['a HEIC', HEIC, { name: 'IMG_1.HEIC' }, 415, 'file-type-not-allowed'],
    ['JSON', Buffer.from('{"file":1}'), { type: 'application/json' }, 415, 'file-type-not-allowed'],
    ['a form', PDF, { type: 'multipart/form-data; boundary=x' }, 415, 'file-type-not-allowed'],
    ['nothing', Buffer.alloc(0), {}, 422, 'file-unreadable'],
    ['a broken picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]), {}, 422, 'file-unreadable'],
    ['too much', Buffer.alloc(LARGEST_FILE_MIB * 1_048_576 + 1), {}, 413, 'file-too-large'],
  ] as const)('%s', async (_name, file, more, status, code) => {
    refused(await uploaded(servers.api, await sharedCase(), SHUIWU, file, more), status, code, 'file')
  })

  it('names that are none, or hide something, and what is not asked for', async () => {
    const [number, file] = [await sharedCase(), await newPhoto()]
    for (const name of ['', ' ', 'a/', '照\u202e片.jpg', 'x'.repeat(201)])
      refused(await uploaded(servers.api, number, SHUIWU, file, { name }), 422, 'validation-failed', 'name')
    refused(await uploaded(servers.api, number, SHUIWU, file, { query: { as: 'zhujian' } }), 422, 'validation-failed')
  })

  it('leaves nothing behind', async () => {
    const folder = join(servers.api.app.deps.environment.DATA_DIR, 'files')
    await uploaded(servers.api, await sharedCase(), SHUIWU, HTML)
    expect(globSync('incoming/*', { cwd: folder })).toEqual([])
  })

  it('more files than a case may have', async () => {
    const number = await atSurvey()
    const { id, ...row } = {
      ...(await servers.database.select().from(caseFile).limit(1))[0]!,
      serviceNumber: number,
    }
    const many = Array.from({ length: MOST_FILES_OF_CASE }, (_, index) => ({
      ...row,
      id: crypto.randomUUID(),
      originalSha256: index.toString(16).padStart(64, '0'),
    }))
    await servers.database.insert(caseFile).values(many)
    expect(id).toEqual(expect.any(String))
    const folder = join(servers.api.app.deps.environment.DATA_DIR, 'files')
    const before = globSync('*/*', { cwd: folder })
    refused(await uploaded(servers.api, number, SHUIWU, await newPhoto()), 409, 'too-many-files', 'file')
    expect(globSync('*/*', { cwd: folder })).toEqual(before)
  })
})

describe('whose files they are', () => {
  it('R-39: who may not read the case sends none to it and reads none of it', async () => {
    const number = await sharedCase()
    const file = await sent(number, SHUIWU, await newPhoto())
    const path = `${APPLICATIONS}/${number}/files`
    for (const [who, status, code] of [
      [['unicom', 'officer'], 403, 'not-concerned'],
      [['ehuiban', 'system'], 404, 'application-not-found'],
      [['shuiwu', 'officer', 'shuiwu-officer', { city: 'drill' }], 404, 'application-not-found'],
    ] as const satisfies readonly (readonly [Who, number, string])[]) {
      refused(await uploaded(servers.api, number, who, await newPhoto()), status, code)
      for (const url of [path, `${path}/${file.id}`])
        expect((await party.get(url, who)).json).toMatchObject({ status, code })
    }
    for (const who of [
      ['applicant', 'applicant', 'hubei-user-7'],
      ['office', 'auditor'],
      ['zigui', 'administrator'],
    ] as const)
      refused(await uploaded(servers.api, number, who, await newPhoto()), 403, 'forbidden')
  })

  it('R-39: a file of one case is none of another', async () => {
    const [number, other] = [await sharedCase(), await atSurvey()]
    const { id } = await sent(number, SHUIWU, await newPhoto())
    for (const each of [id, 'x', crypto.randomUUID()])
      expect((await party.get(`${APPLICATIONS}/${other}/files/${each}`, SHUIWU)).json).toMatchObject({
        status: 404,
        code: 'file-not-found',
      })
  })

  it('R-39: who sees no words of users sees that there is a file, and is given no link; who opened which is on record', async () => {
    const number = await sharedCase()
    const { id } = await sent(number, SHUIWU, await newPhoto(), { name: '张三家门口.jpg' })
    const auditor = (await party.get(`${APPLICATIONS}/${number}/files/${id}`, ['office', 'auditor'])).json
    expect(auditor).toMatchObject({ id, name: '***', masked: true })
    expect(Object.keys(auditor)).not.toEqual(expect.arrayContaining(['link', 'place']))
    const user = (await party.get(`${APPLICATIONS}/${number}/files/${id}`, ['applicant', 'applicant', 'hubei-user-7']))
      .json
    expect(user).toMatchObject({
      name: '张三家门口.jpg',
      place: { by: 'picture' },
      link: { until: expect.any(String) },
    })
    const opened = () =>
      servers.database
        .select()
        .from(accessLog)
        .where(and(eq(accessLog.serviceNumber, number), eq(accessLog.item, id), eq(accessLog.org, 'applicant')))
    await expect.poll(opened).toEqual([
      expect.objectContaining({
        kind: 'read',
        outcome: 'allowed',
        unmasked: expect.arrayContaining(['words', 'address']),
      }),
    ])
  })

  it('a link that is over, changed or of another file opens nothing', async () => {
    const number = await sharedCase()
    const [one, two] = [await sent(number, SHUIWU, await newPhoto()), await sent(number, SHUIWU, await newPhoto())]
    const href = await linked(number, SHUIWU, one.id)
    for (const url of [
      href.replace(one.id, two.id),
      href.replace(/until=\d+/, 'until=99999999999'),
      href.replace(/signature=(.)/, (_, first) => `signature=${first === '_' ? '-' : '_'}`),
      href.replace(/\?.*/, ''),
      `/files/${'../'.repeat(3)}payload-keys`,
    ])
      expect([404, 410]).toContain((await servers.api.app.inject({ url })).statusCode)
    refused(await servers.api.app.inject({ url: href.replace(/\?.*/, '') }), 410, 'link-expired')
    expect((await servers.api.app.inject({ url: `${href}&as=zhujian` })).statusCode).toBe(422)
  })
})

describe('acts that name files', () => {
  it('R-13, R-39: an opinion names photos of its own case, and its history has both digests of each', async () => {
    const number = await atSurvey()
    const file = await sent(number, ['zigui', 'officer'], await newPhoto())
    const opinion = { remarks: '不占路，见照片', files: [file.ref] }
    await client.done(number, 'survey/opinions', ['zigui', 'officer'], opinion)
    const { json } = await party.get(`${APPLICATIONS}/${number}/history?limit=500`, ['office', 'auditor'])
    const events = json.items as { type: string; data: { opinion?: unknown } }[]
    expect(events.find(({ type }) => type === 'opinionFiled')?.data.opinion).toMatchObject({ files: [file.ref] })
  })

  it('R-39: one that was not uploaded, to another case, or is not kept so, is refused at its field; the act is not done', async () => {
    const [number, other] = [await atSurvey(), await sharedCase()]
    const own = await sent(number, SHUIWU, await newPhoto())
    const others = await sent(other, SHUIWU, await newPhoto())
    const line = { line: 'water:shuiwu', connectable: true }
    for (const [files, code, field] of [
      [[own.ref, others.ref], 'file-unknown', 'files.1'],
      [[{ ...own.ref, stored: own.ref.original }], 'file-unknown', 'files.0'],
      [[{ original: 'a'.repeat(64), stored: 'b'.repeat(64) }], 'file-unknown', 'files.0'],
      [[own.ref, own.ref], 'validation-failed', 'files'],
      [[own.id], 'validation-failed', 'files.0'],
      [[{ ...own.ref, name: 'x' }], 'validation-failed', 'files.0.name'],
      [
        Array.from({ length: 21 }, (_, index) => ({ ...own.ref, original: index.toString(16).padStart(64, '0') })),
        'validation-failed',
        'files',
      ],
    ] as const)
      refused(
        await client.act(number, 'survey/opinions', ['shuiwu', 'officer'], { lines: [line], files }),
        422,
        code,
        field,
      )
    const upper = { original: own.ref.original.toUpperCase(), stored: ` ${own.ref.stored}` }
    await client.done(number, 'survey/opinions', ['shuiwu', 'officer'], { lines: [line], files: [upper] })
  })

  it('R-13: a joint record names them where they belong', async () => {
    const number = await atSurvey()
    const file = await sent(number, ['zhujian', 'lead'], await newPhoto())
    const record = (files: unknown) => ({ opinions: [{ org: 'zigui', opinion: { remarks: '无', files } }] })
    refused(
      await client.act(
        number,
        'survey/joint-record',
        ['zhujian', 'lead'],
        record([{ ...file.ref, original: 'c'.repeat(64) }]),
      ),
      422,
      'file-unknown',
      'opinions.0.opinion.files.0',
    )
    await client.done(number, 'survey/joint-record', ['zhujian', 'lead'], record([file.ref]))
  })

  it('R-20: an inspection after the case, too', async () => {
    const url = await closedWorks(servers.database)
    const number = url.slice(APPLICATIONS.length + 1)
    const inspector: Who = ['chengguan', 'inspector']
    const file = await sent(number, inspector, await newPhoto())
    const body = { ...inspection('water:shuiwu'), files: [file.ref] }
    const answer = await party.done(`${url}/supervision/inspections`, inspector, body)
    const { id } = (answer as unknown as { matter: { id: string } }).matter
    await party.until(`/api/v1/later-inspections/${id}/history`, ['office', 'auditor'], {
      items: [{ data: { files: [file.ref] } }, { type: 'laterInspectionClosed' }],
    })
  })
})
