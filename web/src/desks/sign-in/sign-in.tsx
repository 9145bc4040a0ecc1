import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, newKey, Problem, send } from '../../data/api.ts'
import { Failure } from '../../ui/failure.tsx'
import { wordsOf } from '../../ui/failure-words.ts'
import { Notice } from '../../ui/notice.tsx'

interface SignInEntry {
  readonly id: string
  readonly org: string
  readonly orgName: string
  readonly roleName: string
  readonly desk: 'window' | 'inbox' | 'office' | 'audit'
}

interface CitySignIns {
  readonly city: string
  readonly name: string
  readonly signIns: readonly SignInEntry[]
}

const FAILURES: Readonly<Record<string, string>> = {
  refused: '身份系统没有完成登录，请再试一次。',
  late: '登录用的时间太长，或浏览器没有保留登录所需的记录，请再试一次。',
  away: '身份系统没有应答，请稍后再试。',
  token: '身份系统给出的令牌本系统不认：单位、角色或时间不对。请联系管理员。',
}

/** Where nobody is signed in: the provider's button, or the printed sign-ins of development. */
export default function SignIn() {
  const [query] = useSearchParams()
  const back = query.get('back') ?? '/'
  const failed = FAILURES[query.get('failed') ?? '']
  const { data: cities, error } = useQuery({
    queryKey: ['sign-ins'],
    queryFn: ({ signal }) =>
      get<{ cities: readonly CitySignIns[] }>('/session/sign-ins', signal).then(
        ({ cities: all }) => all,
        (problem: unknown) => {
          if (problem instanceof Problem && problem.status === 404) return null
          throw problem
        },
      ),
  })
  return (
    <main className="alone">
      <h1>水电气网联动报装</h1>
      {failed !== undefined && (
        <Notice kind="error" live>
          {failed}
        </Notice>
      )}
      {error !== null && <Failure error={error} />}
      {cities === null && (
        <Button type="primary" size="large" href={`/session/start?${new URLSearchParams({ back }).toString()}`}>
          以统一身份登录
        </Button>
      )}
      {cities?.map((city) => (
        <CityList key={city.city} city={city} back={back} />
      ))}
    </main>
  )
}

const DESKS = [
  ['window', '综合服务窗口'],
  ['inbox', '单位待办'],
  ['office', '协调小组办公室'],
  ['audit', '审计'],
] as const

function CityList({ city, back }: { readonly city: CitySignIns; readonly back: string }) {
  const [error, setError] = useState<unknown>()
  const enter = (id: string) => {
    send('/session/development', { city: city.city, id }, newKey()).then(() => location.assign(back), setError)
  }
  return (
    <section className="sign-ins">
      <h2>{city.name}</h2>
      {city.city === 'chibi' && <p className="hint">开发与演示用：点谁就以谁登录。正式环境里没有这一页。</p>}
      {error !== undefined && (
        <Notice kind="error" live>
          {wordsOf(error)}
        </Notice>
      )}
      {DESKS.map(([desk, name]) => (
        <fieldset key={desk}>
          <legend>{name}</legend>
          <ul>
            {[
              ...Map.groupBy(
                city.signIns.filter((each) => each.desk === desk),
                ({ orgName }) => orgName,
              ),
            ].map(([orgName, signIns]) => (
              <li key={orgName}>
                <span>{orgName}</span>
                {signIns.map(({ id, roleName }) => (
                  <Button key={id} size="small" onClick={() => enter(id)} aria-label={`${orgName}${roleName}`}>
                    {roleName}
                  </Button>
                ))}
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
    </section>
  )
}
