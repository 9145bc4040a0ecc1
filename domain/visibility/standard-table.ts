import type { MaskableField, PersonalField } from './fields.ts'
import { PERSONAL_FIELDS } from './fields.ts'
import { READER_KINDS } from './part.ts'
import type { VisibilityRow } from './visibility.schema.ts'

const NAMED: readonly MaskableField[] = [
  'name',
  'identityNumber',
  'creditCode',
  'address',
  'contact',
  'phone',
  'accountNumber',
  'signers',
]
const BUT_WHOSE_ACCOUNT = PERSONAL_FIELDS.filter((field) => field !== 'userAccount')
/** To visit a place and to reach who is there; neither their number nor their accounts. */
const ON_SITE: readonly PersonalField[] = ['name', 'creditCode', 'address', 'contact', 'phone', 'signers', 'words']
const ANY_ORGANISATION = READER_KINDS.filter((kind) => kind !== 'applicant')

/** The rest of what has a name or a number is masked; words, shared data and accounts are not shown. */
function row(
  part: VisibilityRow['part'],
  kinds: readonly VisibilityRow['kinds'][number][],
  whole: readonly PersonalField[],
): VisibilityRow {
  return { part, kinds: [...kinds], whole: [...whole], masked: NAMED.filter((field) => !whole.includes(field)) }
}

/** the table of a city that sets no other. */
export const STANDARD_VISIBILITY: readonly VisibilityRow[] = [
  row('user', ['applicant'], PERSONAL_FIELDS),
  row('window', ['window'], PERSONAL_FIELDS),
  row('collector', ['authority', 'utility', 'window', 'group', 'office'], BUT_WHOSE_ACCOUNT),
  row('lead', ['authority', 'window', 'group', 'office'], [...ON_SITE, 'sharedData']),
  row('utility', ['utility'], BUT_WHOSE_ACCOUNT),
  row('opinion', ['authority', 'group', 'office'], [...ON_SITE, 'sharedData']),
  row('supervising', ['authority', 'group', 'office'], ON_SITE),
  row('invited', ['authority', 'group', 'office'], ['address']),
  row('neighbour', ['utility'], ['address']),
  row('channel', ANY_ORGANISATION, []),
  row(
    'verifier',
    ['authority', 'window', 'group', 'office'],
    ['name', 'identityNumber', 'creditCode', 'address', 'contact', 'phone', 'words'],
  ),
  row('deciding', ['authority', 'group', 'office'], ['name', 'identityNumber', 'creditCode', 'phone', 'words']),
  row(
    'sanctioning',
    ['authority', 'platform', 'utility', 'group', 'office'],
    ['name', 'identityNumber', 'creditCode', 'phone', 'words'],
  ),
  row('recorded', ANY_ORGANISATION, ['name', 'creditCode', 'phone', 'words']),
  row('answering', ['authority', 'window', 'group', 'office'], ['name', 'creditCode', 'phone', 'words']),
  row('rated', ANY_ORGANISATION, ['creditCode', 'phone', 'words']),
  row('informed', ANY_ORGANISATION, ['creditCode', 'phone', 'words']),
  row('teller', ANY_ORGANISATION, ['creditCode', 'phone', 'words']),
  row('office', ['group', 'office'], []),
  row('auditor', ANY_ORGANISATION, []),
  row('neither', READER_KINDS, []),
]
