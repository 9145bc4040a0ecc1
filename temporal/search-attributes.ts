/**
 * The search attributes of our workflows. Never personal data. Imported by workflow code too: only `@temporalio/common`
 * here.
 */
import { defineSearchAttributeKey } from '@temporalio/common'

export const stageAttribute = defineSearchAttributeKey('Stage', 'KEYWORD')
export const cityAttribute = defineSearchAttributeKey('City', 'KEYWORD')

export const searchAttributes: readonly (typeof stageAttribute)[] = [stageAttribute, cityAttribute]
