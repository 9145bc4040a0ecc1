/**
 * Messages and stacks of failures go through the codec too. Loaded by path, in workflow code as well: only
 * `@temporalio/common` here.
 */
import { DefaultFailureConverter } from '@temporalio/common'

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
