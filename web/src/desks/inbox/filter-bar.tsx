import { Button } from 'antd'
import type { RefObject } from 'react'
import type { TaskCounts } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { LIGHT_NAMES, LightMark } from '../../ui/light.tsx'
import { DUE_NAMES, DUES, INBOX_LIGHTS } from './filters.ts'
import type { Filters } from './filters.ts'

interface FilterBarProps {
  readonly filters: Filters
  readonly counts: TaskCounts | undefined
  readonly me: Me
  readonly search: RefObject<HTMLInputElement | null>
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void
  readonly onHelp: () => void
}

export function FilterBar({ filters, counts, me, search, onChange, onHelp }: FilterBarProps) {
  const persons = (counts?.persons ?? []).filter((person) => person !== me.sub)
  return (
    <div className="filters">
      <div className="lights" role="group" aria-label="按灯">
        {INBOX_LIGHTS.map((light) => (
          <button
            key={light}
            type="button"
            aria-pressed={filters.light === light}
            onClick={() => onChange({ light: filters.light === light ? undefined : light })}
          >
            {light === 'none' ? (
              '无时限'
            ) : (
              <>
                <LightMark light={light} /> {LIGHT_NAMES[light]}
              </>
            )}{' '}
            <b>{counts?.lights[light]}</b>
          </button>
        ))}
      </div>
      <input
        ref={search}
        type="search"
        aria-label="在待办中找：编号、申请人、事项"
        placeholder="编号、申请人、事项"
        // Left to the browser: the address follows a moment later, and would take letters away.
        defaultValue={filters.words}
        onChange={({ target }) => onChange({ q: target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.currentTarget.blur()
        }}
      />
      <Choice
        name="到期"
        value={filters.due}
        onChange={(due) => onChange({ due })}
        options={DUES.map((due) => [due, DUE_NAMES[due]])}
      />
      <Choice
        name="承办人"
        value={filters.person}
        onChange={(person) => onChange({ person })}
        options={[['me', '我'], ['none', '尚未指定'], ...persons.map((person): [string, string] => [person, person])]}
      />
      <Choice
        name="事项"
        value={filters.kind}
        onChange={(kind) => onChange({ kind })}
        options={(counts?.kinds ?? []).map(({ kind, name }): [string, string] => [kind, name])}
      />
      <Button className="help" onClick={onHelp} title="快捷键（?）" aria-label="快捷键">
        ?
      </Button>
    </div>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly value: string | undefined
  readonly options: readonly (readonly [string, string])[]
  readonly onChange: (value: string | undefined) => void
}

function Choice({ name, value, options, onChange }: ChoiceProps) {
  return (
    <select aria-label={name} value={value ?? ''} onChange={({ target }) => onChange(target.value || undefined)}>
      <option value="">{name}：全部</option>
      {options.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  )
}
