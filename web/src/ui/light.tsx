import type { Light } from '../../../domain/clocks/deadline.ts'

export const LIGHT_NAMES: Readonly<Record<Light, string>> = { red: '超期', yellow: '将到期', green: '正常' }
/** Never by colour alone. */
const SHAPES: Readonly<Record<Light, string>> = { red: '■', yellow: '▲', green: '●' }

export function LightMark({ light, words }: { readonly light: Light | undefined; readonly words?: boolean }) {
  if (light === undefined) return <span className="light none">—{words === true && ' 无时限'}</span>
  return (
    <span className={`light ${light}`}>
      <span aria-hidden="true">{SHAPES[light]}</span>
      {words === true ? ` ${LIGHT_NAMES[light]}` : <span className="unseen">{LIGHT_NAMES[light]}</span>}
    </span>
  )
}
