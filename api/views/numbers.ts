import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { isRecordId } from '../../domain/credit/credit.ts'
import { parseTransferNumber } from '../../domain/transfer/transfer-number.ts'

/** Whether a text is a number that a case, a transfer or a credit record could have. */
export function isNumberOfOurs(text: string | undefined): text is string {
  return (
    text !== undefined &&
    (parseServiceNumber(text) !== undefined || parseTransferNumber(text) !== undefined || isRecordId(text))
  )
}
