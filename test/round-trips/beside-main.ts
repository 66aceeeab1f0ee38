import { readFileSync } from 'node:fs'
import { standings } from './beside.js'
import { dialectOf, readSql, travel, type Way } from './trip.js'

// npx tsx test/round-trips/beside-main.ts postgres,mysql FILE BY-HAND... : converts FILE, and compares with what its authors wrote.
const [way = '', file = '', ...byHand] = process.argv.slice(2)
const legs = way.split(',')
const trip = await travel(readFileSync(file, 'utf8'), legs as unknown as Way)
const hand = byHand.map((path) => readFileSync(path, 'utf8')).join('\n')
const all = standings(trip, (await readSql(await dialectOf(legs.at(-1) ?? ''), hand)).value.catalog)
for (const kind of ['table', 'column', 'key', 'index', 'foreign key'] as const) {
  const own = all.filter((each) => each.kind === kind)
  const count = (is: string): number => own.filter((each) => each.is === is).length
  process.stdout.write(
    `${kind}: ${count('same')} same, ${count('authors')} otherwise by the authors, ${count('engine')} made by the engine, ${count('named')} named, ${count('unexplained')} unexplained\n`,
  )
}
for (const { what, is } of all) if (is === 'unexplained') process.stdout.write(`  ${what}\n`)
process.exitCode = all.some(({ is }) => is === 'unexplained') ? 2 : 0
