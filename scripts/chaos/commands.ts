/** The commands that an operator runs after an outage, on what the run has left. */
import { join } from 'node:path'
import { variablesOf } from '../stack/stack.ts'
import type { Environment } from '../../environment.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'
import { lastLines, startProgram } from '../stack/program.ts'

const COMMANDS = [
  ['replay', '--all'],
  ['rebuild', '--verify'],
] as const

/** Says the last line of each; false where one does not end well. */
export async function runCommands(environment: Environment, say: (text: string) => void): Promise<boolean> {
  let isWell = true
  for (const [name, option] of COMMANDS) {
    const logFile = join(environment.DATA_DIR, 'logs', `${name}.log`)
    const program = await startProgram({
      name,
      command: process.execPath,
      args: [...NODE_ARGUMENTS, new URL(`../${name}.ts`, import.meta.url).pathname, option],
      logFile,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variablesOf(environment) },
    })
    const end = await program.ended
    say(`npm run ${name} -- ${option}：${end}：${lastLines(logFile, 1)}`)
    isWell &&= end === '退出码 0'
  }
  return isWell
}
