import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { casesFolder, listCases, runCase, sharedSessions } from './run-case.js'

/** `npm run golden [-- --update] [filter]`: compares each case with its expected files, or rewrites them. */
async function main(words: readonly string[]): Promise<number> {
  const update = words.includes('--update')
  const filter = words.find((word) => !word.startsWith('--')) ?? ''
  const sessions = sharedSessions()
  let different = 0
  for (const name of listCases(filter)) {
    const result = await runCase(name, sessions.open)
    for (const [file, text] of [
      ['expected.sql', result.expectedSql],
      ['findings.yaml', result.findingsYaml],
    ] as const) {
      const path = join(casesFolder, name, file)
      if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
      different += 1
      console.log(`${update ? 'written' : 'different'}  ${name}/${file}`)
      if (update) writeFileSync(path, text)
    }
  }
  await sessions.close()
  return update || different === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
