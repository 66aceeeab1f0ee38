import { readFileSync } from 'node:fs'
import { unexplained } from './judge.js'
import { travel, type Way } from './trip.js'

// npx tsx test/round-trips/main.ts mysql,postgres,mysql FILE...
const [way = '', ...files] = process.argv.slice(2)
let sum = 0
for (const file of files) {
  const trip = await travel(readFileSync(file, 'utf8'), way.split(',') as unknown as Way)
  const left = unexplained(trip)
  sum += left.length
  process.stdout.write(`${file}: ${left.length} differences\n`)
  for (const { of, what, before, after } of left)
    process.stdout.write(`  ${of} ${what}\n    - ${before?.slice(0, 300)}\n    + ${after?.slice(0, 300)}\n`)
}
process.exitCode = sum === 0 ? 0 : 2
