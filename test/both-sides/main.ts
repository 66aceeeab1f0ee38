import { startMariadb, startPostgres15 } from '../support/servers.js'
import { differences, listCases, runBothSides } from './run-case.js'

/** `npx tsx test/both-sides/main.ts [--sql] [filter]`: where the sides of the cases differ. */
const [filter = ''] = process.argv.slice(2).filter((each) => !each.startsWith('--'))
const [source, target] = [await startPostgres15(), await startMariadb()]
try {
  for (const name of listCases(filter)) {
    const sides = await runBothSides(name, source.endpoint, target.endpoint)
    if (process.argv.includes('--sql')) process.stdout.write(sides.sql)
    const found = differences(sides)
    process.stdout.write(
      `${found.length === 0 ? 'same   ' : 'differs'} ${name}\n${found.map((each) => `  ${each}\n`).join('')}`,
    )
    if (found.length > 0) process.exitCode = 1
  }
} finally {
  await Promise.all([source.stop(), target.stop()])
}
