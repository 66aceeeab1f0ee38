import { readFileSync } from 'node:fs'
import { startEmbeddedMysql, startMariadb, startPostgres15 } from '../support/servers.js'
import { type Outcome, unexplained } from './judge.js'
import { mysqlIdentity } from './mysql-identity.js'
import { postgresIdentity } from './postgres-identity.js'

// npx tsx test/identity/main.ts [--verbose] [--postgres [--script] | --mysql | --mysql-to-mariadb | --mariadb-to-mysql] FILE... : a schema for each file, through the hub and back to the same engine
const words = process.argv.slice(2)
const verbose = words.includes('--verbose')
const files = words.filter((word) => !word.startsWith('--'))
const isPostgres = words.includes('--postgres')
const isBetween = words.includes('--mysql-to-mariadb') || words.includes('--mariadb-to-mysql')
const first = words.includes('--mysql') || words.includes('--mysql-to-mariadb') ? startEmbeddedMysql : startMariadb
const server = await (isPostgres ? startPostgres15() : first())
const other = isBetween ? await (first === startMariadb ? startEmbeddedMysql() : startMariadb()) : undefined
const outcomeOf = (script: Buffer): Promise<Outcome> =>
  isPostgres
    ? postgresIdentity(server.endpoint, script, words.includes('--script') ? 'script' : 'server')
    : mysqlIdentity(server.endpoint, script, other?.endpoint)
const sums = { identical: 0, declared: 0, unexplained: 0 }
try {
  for (const file of files) show(file, await outcomeOf(readFileSync(file)))
} finally {
  await server.stop()
  await other?.stop()
}
process.stdout.write(`${JSON.stringify(sums)}\n`)
process.exitCode = sums.unexplained === 0 ? 0 : 2

function show(file: string, outcome: Outcome): void {
  const left = unexplained(outcome)
  const state =
    left.length > 0 || outcome.lost.length > 0
      ? 'unexplained'
      : outcome.differences.length > 0
        ? 'declared'
        : 'identical'
  sums[state]++
  process.stdout.write(`${file}: ${outcome.count} definitions, ${state}, ${outcome.refused.length} refused\n`)
  if (!verbose) return
  for (const each of outcome.lost) process.stdout.write(`  ? ${each}\n`)
  for (const each of outcome.refused) process.stdout.write(`  ! ${each}\n`)
  for (const { what, before, after, said } of outcome.differences)
    process.stdout.write(`  ${what} ${said.join(' ')}\n${onlyIn(before, after, '-')}${onlyIn(after, before, '+')}`)
}

/** The lines that the other side does not have. */
function onlyIn(text: string | undefined, other: string | undefined, sign: string): string {
  const lines = new Set(other?.split('\n'))
  return (text ?? '')
    .split('\n')
    .filter((line) => !lines.has(line))
    .map((line) => `    ${sign} ${line.slice(0, 300)}\n`)
    .join('')
}
