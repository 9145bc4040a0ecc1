import { Button } from 'antd'
import { useId, useMemo, useState } from 'react'
import type { Me, OfferedAct } from '../../data/types.ts'
import { wordsFor } from '../../ui/acts/words.ts'
import { ObjectFields } from '../../ui/form/schema-fields.tsx'
import { cleaned, isRecord, missingIn, startOf, withValue } from '../../ui/form/shape.ts'
import type { Value } from '../../ui/form/shape.ts'
import { RuleWords } from '../../ui/rules.tsx'
import { Sending } from '../../ui/form/sending.tsx'
import { useForm } from '../../ui/form/use-form.ts'

/** An act, or one of the answers it takes; `fixed` is known, and not asked. */
export interface PlanDoing extends OfferedAct {
  readonly fixed: Readonly<Record<string, unknown>>
}

interface PlanActProps {
  readonly doing: PlanDoing
  readonly me: Me
  /** Where it has changed since, nothing is done. */
  readonly seen: number | undefined
  readonly onDone: () => void
  readonly onClose: () => void
}

/** one act on instalments, as the API describes it. */
export function PlanAct({ doing, me, seen, onDone, onClose }: PlanActProps) {
  const { type, name, rule, href, schema, choices, fixed } = doing
  const [value, setValue] = useState<Value>(() => startOf(schema, choices))
  const words = useMemo(() => wordsFor(type), [type])
  const form = useForm({ url: href, ...(seen === undefined ? {} : { seen }), onDone })
  const id = useId()
  const submit = () => {
    const body = cleaned(value)
    const missing = missingIn(schema, body).map((path): [string, string] => [path, '请填写'])
    form.submit({ ...(isRecord(body) ? body : {}), ...fixed }, new Map(missing))
  }
  return (
    <section className="panel">
      <h2 id={id}>{name}</h2>
      <Sending form={form} className="act" labelledBy={id} button={`提交：${name}`} onSubmit={submit}>
        <ObjectFields
          schema={schema}
          path=""
          value={value}
          context={{
            choices,
            errors: form.errors,
            words,
            utcOffsetMinutes: me.city.utcOffsetMinutes,
            body: value,
            files: () => null,
          }}
          onChange={(path, to) => {
            setValue((before: Value) => withValue(before, path, to))
            form.change(path)
          }}
        />
      </Sending>
      <Button onClick={onClose}>先不办</Button>
      <RuleWords of={[rule]} title={`依据 ${rule}`} />
    </section>
  )
}
