import { Button } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import { Link } from 'react-router'
import { encode } from 'uqr'
import type { Me } from '../../data/types.ts'
import type { Value } from '../../ui/form/shape.ts'
import { Notice } from '../../ui/notice.tsx'
import { timeWords } from '../../ui/times.ts'
import { FormPaper } from './form-paper.tsx'

export interface Registered {
  readonly serviceNumber: string
  readonly warnings: readonly { readonly field: string; readonly message: string }[]
  readonly sameProject: readonly string[]
  readonly twins: readonly string[]
}

interface ReceiptProps {
  readonly answer: Registered
  readonly value: Value
  readonly me: Me
  readonly onNext: () => void
}

/** What the applicant takes home, and what the clerk should look at once more. */
export function Receipt({ answer: { serviceNumber, warnings, sameProject, twins }, value, me, onNext }: ReceiptProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <section className="panel receipt">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            已登记
          </h1>
          <p className="service-number number">{serviceNumber}</p>
          <p className="hint">
            {timeWords(me.now, me.today)} · {me.orgName}
          </p>
        </div>
        <QrCode serviceNumber={serviceNumber} lookUp={me.links.lookUp} />
      </section>
      {warnings.map(({ field, message }) => (
        <Notice key={field} kind="warning">
          {message}
        </Notice>
      ))}
      <Others numbers={twins} words="同一申请人有相同服务、尚未办结的申请，多半是重复提交，请核对：" />
      <Others numbers={sameProject} words="同一项目代码还有尚未办结的申请：" />
      <div className="buttons">
        <Button type="primary" onClick={onNext}>
          登记下一件
        </Button>
        <Button onClick={() => print()}>打印采集表与编号</Button>
        <Button href={`/api/v1/applications/${serviceNumber}/documents/receipt`} target="_blank">
          受理回执
        </Button>
        <Link to={`/cases/${serviceNumber}`}>打开这一件</Link>
      </div>
      <FormPaper serviceNumber={serviceNumber} value={value} />
    </>
  )
}

function Others({ numbers, words }: { readonly numbers: readonly string[]; readonly words: string }) {
  if (numbers.length === 0) return null
  return (
    <Notice kind="warning">
      {words}{' '}
      {numbers.map((number) => (
        <Link key={number} to={`/cases/${number}`}>
          {number}{' '}
        </Link>
      ))}
    </Notice>
  )
}

/** Where the applicant looks the case up; the number alone where nobody can without an account. */
function QrCode({ serviceNumber, lookUp }: { readonly serviceNumber: string; readonly lookUp: string | undefined }) {
  const text = lookUp === undefined ? serviceNumber : `${lookUp}?number=${serviceNumber}`
  const { data, size } = useMemo(() => encode(text, { border: 2 }), [text])
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={`服务编号 ${serviceNumber} 的二维码`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
