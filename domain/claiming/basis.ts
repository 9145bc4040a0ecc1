/** why somebody else than whom the form names carries an application on, or another account does. */
export const SUCCESSION_BASES = ['projectCompany', 'reorganised', 'transferred', 'inherited', 'account'] as const
export type SuccessionBasis = (typeof SUCCESSION_BASES)[number]

export const SUCCESSION_BASIS_NAMES: Readonly<Record<SuccessionBasis, string>> = {
  projectCompany: '竞得人设立项目公司',
  reorganised: '合并、分立或改制',
  transferred: '项目转让',
  inherited: '继承',
  account: '同一申请人更换账号',
}

/** as whom an application was claimed: whom the form named, or whom the window confirmed to succeed them. */
export const CLAIMED_AS = ['applicant', 'successor'] as const
export type ClaimedAs = (typeof CLAIMED_AS)[number]

export const CLAIMED_AS_NAMES: Readonly<Record<ClaimedAs, string>> = {
  applicant: '申请人本人',
  successor: '经确认的承接人',
}
