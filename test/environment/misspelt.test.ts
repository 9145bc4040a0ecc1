import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../environment.ts'
import { misspelt } from '../../start/misspelt.ts'

const told = (source: NodeJS.ProcessEnv) => {
  try {
    readEnvironment(source)
    return undefined
  } catch (error) {
    return /环境变量 (\w+) 不是本系统的变量(?:：是不是要写 (\w+)？|，有哪些见 README。)$/
      .exec(String(error))
      ?.slice(1, 3)
  }
}

describe('a misspelt variable of ours', () => {
  it.each([
    ['PROT', 'PORT'],
    ['POTR', 'PORT'],
    ['PORRT', 'PORT'],
    ['HSOT', 'HOST'],
    ['DATA_DRI', 'DATA_DIR'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['TEMPORAL_ADRESS', 'TEMPORAL_ADDRESS'],
    ['TEMPORL_PORT', 'TEMPORAL_PORT'],
    ['PAYLOAD_KEY', 'PAYLOAD_KEYS'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
    ['AUTH_JWSK_URL', 'AUTH_JWKS_URL'],
  ])('%s is told to be %s', (given, meant) => {
    expect(told({ [given]: '1' })).toEqual([given, meant])
  })

  it('with our prefix, which nobody else has', () => {
    expect(told({ SEVEN_ONES_PORT: '7100' })).toEqual(['SEVEN_ONES_PORT', undefined])
  })

  it('is none where it is empty, or where what it resembles is set', () => {
    expect([told({ PROT: '' }), told({ PROT: '1', PORT: '7100' })]).toEqual([undefined, undefined])
  })
})

/** As they stand in shells, containers, CI and clusters. */
const ORDINARY = `
  PATH HOME USER LOGNAME SHELL PWD OLDPWD SHLVL TERM LANG LC_ALL TZ EDITOR PAGER HOSTNAME HOSTTYPE HOSTS MAIL
  DISPLAY COLORTERM TMPDIR POST PORTS PORT1 PORT_2
  PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGDATA POSTGRES_USER POSTGRES_DB POSTGRES_PASSWORD DATABASE_URI
  DATABASE_NAME DATABASE_USER DB_URL DATABASE_URL_2
  XDG_DATA_DIRS XDG_DATA_HOME XDG_CACHE_HOME DATA_DIRS DATADIR DATA_HOME LOGLEVEL LOG_FORMAT LOG_FILE
  NX_LOG_LEVEL PUSHD PUSH_TOKEN
  TEMPORAL_API_KEY TEMPORAL_TLS_CERT TEMPORAL_TLS_KEY TEMPORAL_CLI_ADDRESS TEMPORAL_CODEC_ENDPOINT
  TEMPORAL_HOST TEMPORAL_UI_HOST TEMPORAL_PROFILE
  TEMPORAL_SERVICE_HOST TEMPORAL_SERVICE_PORT TEMPORAL_PORT_7233_TCP TEMPORAL_PORT_7233_TCP_ADDR
  KUBERNETES_SERVICE_HOST KUBERNETES_PORT KUBERNETES_PORT_443_TCP_PORT
  AUTH_TOKEN AUTH_USER AUTH_URL AUTH_SECRET GITHUB_ACTIONS GITHUB_REF CI CI_PORT RUNNER_OS NODE_ENV
  NODE_OPTIONS NODE_PATH npm_config_port npm_package_name
  JAVA_HOME GOPATH GOROOT GOBIN SSH_AUTH_SOCK SSH_CONNECTION DOCKER_HOST HTTP_PROXY http_proxy port host
  TASK_NAME TASK_ID METRICS_HOST METRICS_PATH
`
  .trim()
  .split(/\s+/)

describe('an ordinary environment', () => {
  it('has none, whatever else is in it', () => {
    const ours = Object.keys(readEnvironment({})).concat(
      'DATABASE_URL',
      'TEMPORAL_ADDRESS',
      'PAYLOAD_KEYS',
      'AUTH_JWKS_URL',
    )
    for (const name of ORDINARY) expect([name, misspelt({ [name]: '1' }, ours)]).toEqual([name, undefined])
    expect(misspelt(process.env, ours)).toBeUndefined()
  })
})
