import { RULES } from '../../../domain/rules.ts'

/** 依据 R-13, and what that rule says: opened by key, tap or mouse. */
export function RuleWords({ of, title }: { readonly of: readonly string[]; readonly title: string }) {
  const rules = Object.entries(RULES).filter(([rule]) => of.some((each) => each.includes(rule)))
  if (rules.length === 0) return null
  return (
    <details className="rules">
      <summary>{title}</summary>
      <ul>
        {rules.map(([rule, words]) => (
          <li key={rule}>
            {rule} {words}
          </li>
        ))}
      </ul>
    </details>
  )
}
