import { Button } from 'antd'
import type { RefObject } from 'react'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import type { Light } from '../../../../domain/clocks/deadline.ts'
import type { Me, Task } from '../../data/types.ts'
import { LIGHT_NAMES, LightMark } from '../../ui/light.tsx'
import { DUE_NAMES, DUES } from './filters.ts'
import type { Filters } from './filters.ts'

interface FilterBarProps {
  readonly filters: Filters
  readonly counts: Readonly<Record<Light | 'none', number>>
  readonly tasks: readonly Task[]
  readonly me: Me
  readonly search: RefObject<HTMLInputElement | null>
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void
  readonly onHelp: () => void
}

export function FilterBar({ filters, counts, tasks, me, search, onChange, onHelp }: FilterBarProps) {
  const kinds = [...new Map(tasks.map(({ kind, name }) => [kind, name]))]
  const persons = [...new Set(tasks.flatMap(({ person }) => (person === null || person === me.sub ? [] : [person])))]
  return (
    <div className="filters">
      <div className="lights" role="group" aria-label="按灯">
        {LIGHTS.toReversed().map((light) => (
          <button
            key={light}
            type="button"
            aria-pressed={filters.light === light}
            onClick={() => onChange({ light: filters.light === light ? undefined : light })}
          >
            <LightMark light={light} /> {LIGHT_NAMES[light]} <b>{counts[light]}</b>
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
        options={[
          ['me', '我'],
          ['none', '尚未指定'],
          ...persons.toSorted().map((person): [string, string] => [person, person]),
        ]}
      />
      <Choice name="事项" value={filters.kind} onChange={(kind) => onChange({ kind })} options={kinds} />
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
