/** `npm start`: the whole stack, staying up, its data kept; Ctrl-C or SIGTERM ends it in order. */
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { StackError } from './stack/program.ts'
import { startStack } from './stack/stack.ts'

const environment = environmentOrExit()
const asked = new AbortController()
// Ctrl-C reaches us from the terminal and once more through npm: every signal after the first changes nothing, stopping
// is bounded anyway.
const askedToStop = new Promise<undefined>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!asked.signal.aborted) process.stderr.write('\n正在停止…\n')
      asked.abort()
      resolve(undefined)
    })
  }
})

try {
  const stack = await startStack(environment, { signal: asked.signal, sms: true, replays: true, page: true })
  process.stdout.write(`
水电气网联动报装已启动，数据保存在 ${stack.environment.DATA_DIR}

  页面           ${stack.url}（点一下即以各单位的人登录：综窗、主管部门、公用事业单位）
  申请人查询     ${stack.url}/progress（凭服务编号与登记手机的验证码${stack.smsUrl === undefined ? '' : `；开发时验证码到 ${stack.smsUrl}`}）
  API            ${stack.url}/api/v1（全部地址见 ${stack.url}/openapi.json）
  Temporal 页面  ${stack.temporalUiUrl ?? `由 ${stack.environment.TEMPORAL_ADDRESS} 提供`}
  指标           ${stack.apiMetricsUrl}（API），${stack.metricsUrl}（工作进程）

取令牌：npm run token -- --org zhujian --role officer
按 Ctrl-C 停止。
`)
  const broken = await Promise.race([askedToStop, stack.broken])
  if (broken !== undefined) process.stderr.write(`${broken}\n正在停止其余程序…\n`)
  await stack.stop()
  process.stderr.write('已停止。\n')
  process.exit(broken === undefined ? 0 : 1)
} catch (error) {
  if (asked.signal.aborted) process.exit(0)
  if (!(error instanceof StackError)) failWith('启动', error)
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
