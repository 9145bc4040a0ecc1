import { describe, expect, it } from 'vitest'
import { codeHashOf, isCode, isPhone, phoneHashOf } from '../../api/phone-codes/hashes.ts'
import { askingOf, codeIn } from '../../api/public/look-up.ts'
import { PROBLEMS } from '../../domain/problem.ts'
import { plainly } from '../../domain/plainly.ts'
import { standingOf } from '../../api/public/standing.ts'
import { TASK_NAMES } from '../../domain/case/task.ts'
import { isUsersOwn } from '../../workflows/application/core/task-clocks.ts'
import { dayWords, instantOf, whenWords } from '../../api/public/when.ts'
import { isAccount } from '../../domain/actor/account.ts'
import { codeHolderOf, holdsCodeOf } from '../../domain/actor/code-holder.ts'
import { maskActor } from '../../domain/masking/words.ts'
import { lensOfCodeHolder } from '../../domain/visibility/lens-on.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { situations } from '../fixtures/situations.ts'
import { can } from '../../workflows/application/core/can.ts'

const NUMBER = 'CB-20261124-00017-9'

describe('what is typed', () => {
  it.each([
    NUMBER,
    'cb-20261124-00017-9',
    ' ＣＢ－２０２６１１２４－０００１７－９ ',
    'CB20261124000179',
    'CB—20261124—00017—9',
  ])('%s is a service number as people copy it', (number) => {
    expect(askingOf({ number, phone: '138 7123 4567' })).toEqual({ serviceNumber: NUMBER, phone: '13871234567' })
  })

  it('of a number or a telephone that cannot be is told at its field, and kept', () => {
    expect(askingOf({ number: 'CB-20261124-00017-8', phone: '0715-5351234' })).toEqual({
      typed: { number: 'CB-20261124-00017-8', phone: '0715-5351234' },
      errors: [
        { field: 'number', message: expect.stringContaining('CB-') },
        { field: 'phone', message: '应为 11 位手机号' },
      ],
    })
  })

  it.each([
    ['１２３ 456', '123456'],
    ['12345', undefined],
    ['12345a', undefined],
  ])('%s as a code is %s', (code, read) => expect(codeIn({ code })).toBe(read))
})

describe('codes as they are kept', () => {
  const [old, now] = [newKey(), newKey()]
  const keyring = parseKeyring(old)

  it('open for the same id, code and key only, also after a key was added', () => {
    const hash = codeHashOf('a', '012345', keyring)
    expect(hash).not.toContain('012345')
    const rotated = parseKeyring(`${now},${old}`)
    expect([isCode('a', '012345', hash, keyring), isCode('a', '012345', hash, rotated)]).toEqual([true, true])
    expect([isCode('b', '012345', hash, keyring), isCode('a', '012346', hash, keyring)]).toEqual([false, false])
    expect([isCode('a', '', null, keyring), isCode('a', '012345', hash, parseKeyring(now))]).toEqual([false, false])
    expect(isPhone('13871234567', phoneHashOf('13871234567', keyring), rotated)).toBe(true)
  })
})

describe('who holds a code', () => {
  const actor = { sub: codeHolderOf(NUMBER), org: 'applicant', role: 'applicant' } as const

  it("speaks for that case and no other, and is nobody's account", () => {
    expect([holdsCodeOf(NUMBER, actor), holdsCodeOf('CB-20261124-00018-7', actor)]).toEqual([true, false])
    expect(holdsCodeOf(NUMBER, { ...actor, role: 'clerk' })).toBe(false)
    expect(isAccount(actor.sub, `own:00000000:onlineHall:${actor.sub}`, 'onlineHall')).toBe(false)
  })

  it('R-39: is told to auditors as what they are', () => {
    expect(maskActor(actor, maskingLens()).sub).toBe(actor.sub)
    expect(maskActor({ ...actor, sub: 'own:1:x:y' }, maskingLens()).sub).toBe('***')
  })

  it('R-37: may withdraw a case exactly where its clerk may, and only their own', () => {
    const compared = situations().map(({ state }) => {
      const asked = (sub: string, role: 'applicant' | 'clerk', org: string) => {
        try {
          const intent = { type: 'withdrawApplication', actor: { sub, org, role }, at: state.registeredAt } as const
          can(state, { ...intent, body: { reason: '不再需要' } }, CHIBI)
          return 'may'
        } catch (error) {
          return error instanceof Error ? error.message : 'unknown'
        }
      }
      expect(asked('code:CB-20261124-00018-7', 'applicant', 'applicant')).not.toBe('may')
      return [asked(codeHolderOf(state.serviceNumber), 'applicant', 'applicant'), asked('c', 'clerk', 'window')]
    })
    expect(compared.filter(([holder, clerk]) => holder !== clerk)).toEqual([])
    expect(compared.some(([holder]) => holder === 'may')).toBe(true)
  })
})

describe('a case in plain words', () => {
  const told = { hours: CHIBI.hours, nameOf: (org: string) => org }

  it('has a status, in Chinese alone, in every situation there is; and says what is next while it is open', () => {
    const standings = situations().map(({ state }) => ({ state, ...standingOf(state, told) }))
    for (const { title, said, next } of standings) {
      expect(title).toMatch(/^[\p{Script=Han}，]+$/u)
      expect([said, ...next].join('')).not.toMatch(/undefined|NaN|\d{4}-\d\d-\d\d/)
    }
    const silent = standings.filter(({ state, next }) => state.closedAt === undefined && next.length === 0)
    expect(silent.filter(({ title }) => !/接入时间|补充|收尾|接入|答复/.test(title)).map(({ title }) => title)).toEqual(
      [],
    )
    expect(new Set(standings.map(({ title }) => title)).size).toBeGreaterThan(7)
  })

  it("R-38: says first whether it is the user's turn, then who works on what and until when", () => {
    const open = situations().filter(({ state }) => state.closedAt === undefined)
    const all = open.map(({ state }) => ({ state, next: standingOf(state, told).next }))
    for (const { state, next } of all) {
      const tasks = Object.values(state.tasks).filter(({ closedSeq }) => closedSeq === undefined)
      const works = tasks.filter(({ kind }) => kind !== 'acknowledgeReceipt')
      if (works.length > 0) expect(next[0]).toMatch(/^(轮到您：请.+。|现在不用您做什么，有关单位正在办。)$/)
      if (tasks.some((task) => isUsersOwn(state, task))) expect(next[0]).toMatch(/^轮到您/)
      for (const { org, kind } of works.filter((task) => !isUsersOwn(state, task)))
        expect(next.find((each) => each.startsWith(`${org}正在办：`))).toContain(TASK_NAMES[kind])
    }
    const said = all.flatMap(({ next }) => next).join()
    for (const words of ['轮到您：请补充申请信息', '轮到您：请约定', '现在不用您做什么', '，最迟 2026年'])
      expect(said).toContain(words)
  })

  it("R-34: times are the city's, with the weekday", () => {
    expect(whenWords('2026-11-30T16:30:00.000Z', CHIBI.hours)).toBe('2026年12月1日（周二）00:30')
    expect(dayWords('2027-02-28')).toBe('2027年2月28日（周日）')
    expect(instantOf('2026-12-01', '09:30', CHIBI.hours)).toBe('2026-12-01T01:30:00.000Z')
    expect(instantOf('2026-12-01', 'x', CHIBI.hours)).toBeUndefined()
  })

  it('R-39: shows no number by which a person is known elsewhere', () => {
    const [{ state } = situations()[0]!] = situations()
    const lens = lensOfCodeHolder({ org: 'applicant', kind: 'applicant', role: 'applicant' }, state, CHIBI)
    expect(
      ['identityNumber', 'accountNumber', 'phone', 'userAccount'].map((field) => lens.sees(field as 'phone')),
    ).toEqual([false, false, false, false])
    expect(lens.sees('name', 'address', 'words')).toBe(true)
  })

  it('speaks of no header to people', () => {
    expect(plainly('流程服务暂时没有回应，请稍后用同一 Idempotency-Key 重试，不会重复办理')).toBe(
      '流程服务暂时没有回应，请稍后重试，不会重复办理',
    )
    expect(plainly('只到第 9 件事：请稍后再读，或不带 minSeq 读取现有内容；minSeq 应为 seq')).toBe(
      '只到第 9 件事：请稍后再读',
    )
    expect(
      plainly(
        '该申请的流程目前没有运行，须由运行维护人员恢复（npm run check-histories）；请稍后用同一 Idempotency-Key 重试',
      ),
    ).toBe('该申请的流程目前没有运行，须由运行维护人员恢复；请稍后重试')
    expect(plainly('须由运行维护人员运行 npm run rebuild -- --all；其后用同一 Idempotency-Key 重试')).toBe(
      '须由运行维护人员处理；其后重试',
    )
    expect(plainly('If-Match 应为查看时回答里的 ETag，原样带上，如 "12"')).toMatch(/^页面没有按规定提交/)
    expect(plainly('这个 Idempotency-Key 已用于另一内容：重试须原样发送，新的办理请换新键')).toMatch(
      /^内容与上次提交的不同/,
    )
    const titles = Object.values(PROBLEMS).map(({ title }) => plainly(title))
    expect(titles.filter((title) => /Key|Match|minSeq|npm/.test(title) || title === '')).toEqual([])
    expect(plainly('请在 5 秒后再试；办理的用同一 Idempotency-Key 原样重发，不会重复办理')).toBe('请在 5 秒后再试')
  })
})
