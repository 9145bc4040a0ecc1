/** the documents in legal force by which alone a record may be made (国办发〔2020〕49号, 二). */
export const LEGAL_DOCUMENT_KINDS = ['judgment', 'arbitralAward', 'penalty', 'administrativeDecision', 'other'] as const
export type LegalDocumentKind = (typeof LEGAL_DOCUMENT_KINDS)[number]
export const LEGAL_DOCUMENT_NAMES: Readonly<Record<LegalDocumentKind, string>> = {
  judgment: '生效的司法裁判文书',
  arbitralAward: '生效的仲裁文书',
  penalty: '行政处罚决定文书',
  administrativeDecision: '行政裁决等行政行为决定文书',
  other: '法律、法规或者党中央、国务院政策文件规定可作为依据的其他文书',
}

/** Dates are YYYY-MM-DD: when it was made, and since when it is in force. */
export interface LegalDocument {
  readonly kind: LegalDocumentKind
  readonly number: string
  readonly issuer: string
  readonly date: string
  readonly inForceFrom: string
}
