/** The keys of the codec: the first encrypts, each decrypts what carries its id. */
import { createSecretKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ValueError } from '@temporalio/common'
import { makeDataDir } from '../config/data-dir.ts'
import { EnvironmentError, type Environment, readEnvironment } from '../environment.ts'

export type Keyring = {
  readonly current: { readonly id: string; readonly key: KeyObject }
  has(id: string): boolean
  /** Each of them, the current one first. */
  readonly all: readonly KeyObject[]
  /** Throws where the key is not known. */
  get(id: string): KeyObject
}

const keyFile = (environment: Environment) => join(environment.DATA_DIR, 'payload-keys')

/** From PAYLOAD_KEYS, or from the file that `makeKeyFile` once made. */
export function readKeyring(environment: Environment): Keyring {
  if (environment.PAYLOAD_KEYS !== undefined) return parseKeyring(environment.PAYLOAD_KEYS)
  const file = keyFile(environment)
  if (!existsSync(file)) throw new EnvironmentError(`环境变量 PAYLOAD_KEYS 未设置，且没有密钥文件 ${file}：无法加密。`)
  const { PAYLOAD_KEYS } = readEnvironment({ PAYLOAD_KEYS: readFileSync(file, 'utf8') })
  if (PAYLOAD_KEYS === undefined) throw new EnvironmentError(`密钥文件 ${file} 是空的。`)
  return parseKeyring(PAYLOAD_KEYS)
}

/** One new key in DATA_DIR, readable by its owner only; a file that exists is left as it is. */
export function makeKeyFile(environment: Environment): void {
  const file = keyFile(environment)
  if (environment.PAYLOAD_KEYS !== undefined || existsSync(file)) return
  makeDataDir(environment.DATA_DIR)
  writeFileSync(file, `${newKey()}\n`, { mode: 0o600, flag: 'wx' })
}

/** A fresh `id:base64` entry. */
export function newKey(): string {
  return `k${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`
}

/** `text` as in PAYLOAD_KEYS, already checked by the environment module. */
export function parseKeyring(text: string): Keyring {
  const entries = text.split(',').map((part) => {
    const [id = '', key = ''] = part.trim().split(':')
    return { id, key: createSecretKey(key, 'base64') }
  })
  const [current] = entries
  if (!current || entries.some(({ id, key }) => id === '' || key.symmetricKeySize !== 32))
    throw new ValueError('密钥格式不正确')
  const keys = new Map(entries.map(({ id, key }) => [id, key]))
  return {
    current,
    has: (id) => keys.has(id),
    all: [...keys.values()],
    get(id) {
      const key = keys.get(id)
      if (!key) throw new ValueError(`没有编号为 ${id} 的密钥，无法解密（已有：${[...keys.keys()].join('、')}）`)
      return key
    },
  }
}
