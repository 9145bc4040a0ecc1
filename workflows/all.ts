export { application } from './application/workflow.ts'
export { transfer } from './transfer/workflow.ts'
export { creditRecord } from './credit/workflow.ts'
export { rating } from './rating/workflow.ts'
