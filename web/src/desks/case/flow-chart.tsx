import type { ReactNode } from 'react'
import type { ApplicationView } from '../../data/types.ts'
import { LIGHT_NAMES } from '../../ui/light.tsx'
import { lineWords } from '../../ui/words.ts'
import { branchesOf, STEP_STATE_WORDS, trunkOf } from './flow.ts'
import type { Branch, Step } from './flow.ts'

const BOX = { width: 128, height: 48 }
const GAP = { x: 30, y: 16 }
const LABEL = 96
/** Of the root's type: the drawing grows with it, its letters with the drawing. */
const ROOT = 14
const MARKS = { red: '■', yellow: '▲', green: '●' } as const

interface FlowChartProps {
  readonly view: ApplicationView
  readonly nameOf: (org: string) => string
}

/** 附件1, drawn for this case: the trunk once, then each line its own way. On a narrow page it is a list. */
export function FlowChart(props: FlowChartProps) {
  return (
    <section className="panel flow" aria-labelledby="flow">
      <h2 id="flow">办理流程图（附件1）</h2>
      <div className="wide">
        <Drawn {...props} />
      </div>
      <Listed {...props} />
    </section>
  )
}

/** For eyes only: the list beside it says the same in words. */
function Drawn({ view, nameOf }: FlowChartProps) {
  const [trunk, branches] = [trunkOf(view), branchesOf(view)]
  const height = Math.max(1, branches.length) * (BOX.height + GAP.y) - GAP.y
  const middle = height / 2 - BOX.height / 2
  const right = trunk.length * (BOX.width + GAP.x)
  const width = right + LABEL + 4 * (BOX.width + GAP.x) - GAP.x
  return (
    <svg
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      aria-hidden="true"
      style={{ maxWidth: `${(width + 2) / ROOT}rem` }}
    >
      {trunk.map((step, index) => (
        <Box key={step.key} step={step} x={index * (BOX.width + GAP.x)} y={middle}>
          {index > 0 && <path d={arrow(-GAP.x, BOX.height / 2, 0, BOX.height / 2)} />}
        </Box>
      ))}
      {branches.map((branch, row) => (
        <Way
          key={branch.line.id}
          branch={branch}
          nameOf={nameOf}
          x={right}
          y={row * (BOX.height + GAP.y)}
          from={middle}
        />
      ))}
    </svg>
  )
}

interface WayProps {
  readonly branch: Branch
  readonly nameOf: (org: string) => string
  readonly x: number
  readonly y: number
  readonly from: number
}

function Way({ branch: { line, steps }, nameOf, x, y, from }: WayProps) {
  const half = BOX.height / 2
  return (
    <g>
      <path className="join" d={`M${x - GAP.x} ${from + half} h${GAP.x / 2} V${y + half} h${GAP.x / 2}`} />
      <text className="line-name" x={x + LABEL / 2} y={y + half + 5} textAnchor="middle">
        {short(lineWords(line.id, nameOf))}
      </text>
      {steps.map((step, index) => (
        <Box key={step.key} step={step} x={x + LABEL + index * (BOX.width + GAP.x)} y={y}>
          {index > 0 && <path d={arrow(-GAP.x, half, 0, half)} />}
        </Box>
      ))}
    </g>
  )
}

/** 网络（电信公司） would run over. */
const short = (words: string) => (words.length > 7 ? `${words.slice(0, 6)}…` : words)

interface BoxProps {
  readonly step: Step
  readonly x: number
  readonly y: number
  readonly children: ReactNode
}

function Box({ step, x, y, children }: BoxProps) {
  return (
    <g className={`step ${step.state}`} transform={`translate(${x} ${y})`}>
      {children}
      <rect width={BOX.width} height={BOX.height} rx={6} />
      <text x={BOX.width / 2} y={21} textAnchor="middle" className="name">
        {step.state === 'done' ? '✓ ' : ''}
        {step.name}
      </text>
      <text x={BOX.width / 2} y={38} textAnchor="middle" className="note">
        {step.note}
      </text>
      {step.light !== undefined && step.state === 'now' && (
        <text x={BOX.width - 9} y={14} textAnchor="middle" className={`mark ${step.light}`}>
          {MARKS[step.light]}
        </text>
      )}
    </g>
  )
}

const arrow = (x1: number, y1: number, x2: number, y2: number) =>
  `M${x1} ${y1} L${x2 - 2} ${y2} M${x2 - 7} ${y2 - 4} L${x2 - 2} ${y2} L${x2 - 7} ${y2 + 4}`

function Listed({ view, nameOf }: FlowChartProps) {
  return (
    <ol className="steps narrow">
      {trunkOf(view).map((step) => (
        <StepItem key={step.key} step={step} />
      ))}
      {branchesOf(view).map(({ line, steps }) => (
        <li key={line.id}>
          <b>{lineWords(line.id, nameOf)}</b>：{line.statusName}
          <ol className="own">
            {steps
              .filter(({ state }) => state !== 'skipped')
              .map((step) => (
                <StepItem key={step.key} step={step} />
              ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}

function StepItem({ step: { name, state, light, note } }: { readonly step: Step }) {
  return (
    <li className={`step ${state}`}>
      <span aria-hidden="true">{state === 'done' ? '✓' : state === 'now' ? '▶' : '○'}</span> {name}
      <span className="unseen">{STEP_STATE_WORDS[state]}</span>
      {note !== '' && <small>{note}</small>}
      {light !== undefined && state === 'now' && (
        <span className={`light ${light}`}>
          {MARKS[light]} {LIGHT_NAMES[light]}
        </span>
      )}
    </li>
  )
}
