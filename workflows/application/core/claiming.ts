import { isAccount } from '../../../domain/actor/account.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { isIdentityOf } from '../../../domain/actor/identity.ts'
import type { Identity } from '../../../domain/actor/identity.ts'
import { wayInOf } from '../../../domain/actor/applicant-side.ts'
import type { ClaimedAs } from '../../../domain/claiming/basis.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { defined } from '../../../domain/defined.ts'
import { applicantNumberOf } from '../../../domain/demand/applicant-number.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import type { EventOf, Folds } from './change.ts'
import { isSame } from './corrections.ts'

/**
 * a case that a bureau, the window or an intake registered for a user is claimed by that user's own account: of
 * the verified identity that the form names, or of whom the window or the collecting bureau confirmed to succeed them.
 * From then on it is theirs, and whoever spoke for the user before does so no more.
 */
export const acts = {
  claimApplication: {
    may(state, { actor, facts }) {
      if (actor.role !== 'applicant') throw new Refusal('not-concerned', '认领只由用户以自己的实名账号办理')
      if (facts?.identity === undefined)
        throw new Refusal('identity-unverified', '须先在身份系统完成实名认证，才能认领申请')
      if (isTheirs(state, actor) && state.successor === undefined)
        throw new Refusal('already-done', '该申请已在您的账号下，无须认领')
      const as = claimableAs(state, facts.identity)
      if (as === undefined)
        throw new Refusal('not-concerned', '已核实的身份不是该申请的申请人，也不是经确认的承接人，不能认领')
      const taken = as === 'applicant' ? whoseAlready(state) : undefined
      if (taken !== undefined) throw new Refusal('already-claimed', taken)
    },
    check(state, { body, facts }) {
      if (facts?.identity === undefined || claimableAs(state, facts.identity) !== 'successor') return
      for (const [field, name] of [
        ['contact', '联系人'],
        ['phone', '联系电话'],
      ] as const) {
        if (body[field] === undefined) throw new Refusal('validation-failed', `承接人认领须填${name}`, field)
      }
    },
    events(state, { body, facts }) {
      const as: ClaimedAs = (facts?.identity && claimableAs(state, facts.identity)) ?? 'applicant'
      const applicant = as === 'successor' ? state.successor?.applicant : undefined
      const { contact, phone } = body
      return [
        {
          type: 'applicationClaimed',
          rule: 'R-01',
          data: { as, former: wayInOf(state).intake, ...defined({ applicant, contact, phone }) },
        },
      ]
    },
  },
  confirmSuccessor: {
    may({ collector }, { actor }, policy) {
      if (actor.org !== collector && actor.org !== policy.registration.window)
        throw new Refusal('not-concerned', '承接人由采集单位或综窗凭证明文件确认')
    },
    check(state, { at, body }, policy) {
      const { at: _at, by: _by, ...pending } = state.successor ?? {}
      const { files: _files, ...confirmed } = body
      if (isSame(pending, confirmed)) throw new Refusal('already-done', '该承接人已经确认，待其认领')
      const isSameNumber = applicantNumberOf(body) === applicantNumberOf(state.registration.form)
      if (isSameNumber !== (body.basis === 'account'))
        throw new Refusal(
          'validation-failed',
          isSameNumber
            ? '号码与现申请人相同：同一申请人更换账号，承接缘由应选更换账号'
            : '更换账号的须是现申请人本人，号码应与表中相同',
          'basis',
        )
      const today = localDate(at, policy.hours)
      if (body.document.date > today)
        throw new Refusal('validation-failed', `文件日期应为今天（${today}）或以前`, 'document.date')
    },
    events: (_state, { body: { applicant, basis, document, files } }) => [
      { type: 'successorConfirmed', rule: 'R-01', data: { applicant, basis, document, ...defined({ files }) } },
    ],
  },
} satisfies Partial<Acts>

/** as whom somebody of this verified identity could claim the case: nobody else knows of it. */
export function claimableAs(
  { registration, successor }: Pick<CaseState, 'registration' | 'successor'>,
  identity: Identity,
): ClaimedAs | undefined {
  if (successor !== undefined && isIdentityOf(identity, successor.applicant)) return 'successor'
  return isIdentityOf(identity, registration.form.applicant) ? 'applicant' : undefined
}

/** Claimed by this account, or registered by it in person. */
function isTheirs({ claimed, registeredBy }: CaseState, { sub }: Actor): boolean {
  if (claimed !== undefined) return isAccount(claimed.by.sub, sub)
  return registeredBy.role === 'applicant' && isAccount(registeredBy.sub, sub)
}

/** Whether a claim would be taken just then: for whoever looks for what is theirs. */
export function isToBeClaimed(state: CaseState, identity: Identity): boolean {
  if (state.withdrawn !== undefined || state.closedAt !== undefined) return false
  const as = claimableAs(state, identity)
  return as === 'successor' || (as === 'applicant' && whoseAlready(state) === undefined)
}

/** Once it is an account's of the same verified identity, another takes it over by the window's confirmation only. */
function whoseAlready({ claimed, successor, registeredBy, registration }: CaseState): string | undefined {
  if (successor !== undefined) return '已确认由他人承接该申请，由承接人认领；有异议的请到综窗'
  const inPerson = registeredBy.role === 'applicant' && registration.agent === undefined
  return claimed !== undefined || inPerson ? '该申请已在本申请人的另一账号下；更换账号须由综窗确认' : undefined
}

export const folds = {
  successorConfirmed: (state, { at, actor, data: { files: _files, ...confirmed } }) => ({
    ...state,
    successor: { ...confirmed, at, by: actor.org },
  }),
  applicationClaimed,
} satisfies Partial<Folds>

/** a number that was verified, or confirmed on a document, is in doubt no more. */
function applicationClaimed(state: CaseState, { at, actor, data }: EventOf<'applicationClaimed'>): CaseState {
  const { successor: _successor, ...rest } = state
  const { as, applicant, contact, phone } = data
  const form = { ...state.registration.form, ...defined({ applicant, contact, phone }) }
  return {
    ...rest,
    registration: { ...state.registration, form, applicantSubject: actor.sub },
    warnings: [],
    claimed: { at, as, by: actor },
  }
}
