/** what an authority that verifies a promise before backfill finds: the trench open, or covered already. */
export const VERIFICATIONS = ['open', 'covered'] as const
export type Verification = (typeof VERIFICATIONS)[number]
export const VERIFICATION_NAMES: Readonly<Record<Verification, string>> = {
  open: '未覆盖，已核查',
  covered: '未经核查先行覆盖',
}
