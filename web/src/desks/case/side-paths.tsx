import type { ReactNode } from 'react'
import type { ApplicationView, Me } from '../../data/types.ts'
import { LightMark } from '../../ui/light.tsx'
import { timeWords } from '../../ui/times.ts'
import { lineWords } from '../../ui/words.ts'

interface SidePathsProps {
  readonly view: ApplicationView
  readonly me: Me
  readonly nameOf: (org: string) => string
}

/** Commitments, approvals, rectification, repairs, supplements: each only where there is one. */
export function SidePaths({ view, me, nameOf }: SidePathsProps) {
  const linesOf = (lines: readonly string[]) => lines.map((line) => lineWords(line, nameOf)).join('、')
  return (
    <>
      <Part title="承诺书（附件3）" items={view.commitments} id={({ org }) => org}>
        {(each) => (
          <>
            <b>{each.orgName}</b>（{linesOf(each.lines)}）施工 {each.worksFrom} 至 {each.worksTo}，责任人{' '}
            {each.responsible}
            <small>
              {each.promises.map(({ number, text, brokenAt, checks }) => (
                <span key={number}>
                  {number}. {text}
                  {brokenAt === undefined ? (checks.at(-1)?.kept === true ? ' ✓ ' : '　') : ' ✗ 未兑现　'}
                </span>
              ))}
            </small>
          </>
        )}
      </Part>
      <Part title="并联审批" items={view.approvals} id={({ id }) => id}>
        {(each) => (
          <>
            <b>{each.name}</b> {each.authorityName}：{each.statusName} <LightMark light={each.light} />
            {each.reason !== undefined && <small>{each.reason}</small>}
          </>
        )}
      </Part>
      <Part title="责令限期整改" items={view.rectifications} id={({ order }) => order}>
        {(each) => (
          <>
            <b>{each.orgName}</b> 责令 {each.utilityName} 于 {each.dueDate} 前整改：{each.requirement}
            {each.stop !== undefined && `（停工：${each.stop}）`}
            <small>
              {each.closedAt !== undefined
                ? '已复查通过'
                : each.reportedAt !== undefined
                  ? '已报告整改，待复查'
                  : '整改中'}
              {each.brokenAt !== undefined && '；逾期，承诺未兑现'}
            </small>
          </>
        )}
      </Part>
      <Part title="撤销凭承诺取得的审批" items={view.revocations} id={({ revocation }) => revocation}>
        {(each) => (
          <>
            <b>{each.orgName}</b> 拟撤销 {each.utilityName} 的{each.approvals.map(({ name }) => name).join('、')}：
            {each.facts}
            <small>
              {each.decision === undefined
                ? each.answer === undefined
                  ? '等待陈述申辩'
                  : '已陈述申辩，待决定'
                : each.decision.outcomeName}
            </small>
          </>
        )}
      </Part>
      <Part title="应急抢修" items={view.repairs} id={({ id }) => id}>
        {(each) => (
          <>
            <b>{each.orgName}</b> {each.place}：{each.what}
            <small>{each.filedAt === undefined ? '手续待补办' : `${timeWords(each.filedAt, me.today)} 补办`}</small>
          </>
        )}
      </Part>
    </>
  )
}

interface PartProps<Item> {
  readonly title: string
  readonly items: readonly Item[]
  readonly id: (item: Item) => string
  readonly children: (item: Item) => ReactNode
}

function Part<Item>({ title, items, id, children }: PartProps<Item>) {
  if (items.length === 0) return null
  return (
    <section className="panel">
      <h2>{title}</h2>
      <ul className="opinions">
        {items.map((item) => (
          <li key={id(item)}>{children(item)}</li>
        ))}
      </ul>
    </section>
  )
}
