/** `npm run files:s3`: gets a real S3 server, versitygw, and holds the file store against it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { failWith } from '../lifecycle.ts'
import { StackError } from './stack/program.ts'
import { versitygw } from './stack/versitygw.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const TEST = 'test/api-pure/file-stores.test.ts'

try {
  await versitygw((text) => void process.stderr.write(`${text}\n`))
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
  const arguments_ = [vitest, 'run', '--project', 'pure', '--reporter=verbose', TEST]
  process.exitCode = spawnSync(process.execPath, arguments_, { cwd: root, stdio: 'inherit' }).status ?? 1
} catch (error) {
  if (!(error instanceof StackError)) failWith('files:s3', error)
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
