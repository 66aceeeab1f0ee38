import { setTimeout as sleep } from 'node:timers/promises'
import { tellAll } from './fleet.js'

/** `tell.js PROJECT SECONDS`: does the writing of all runs, once in a second. */
const [project = '', seconds = '0'] = process.argv.slice(2)
for (let round = 1; round <= Number(seconds); round++) {
  const begun = performance.now()
  tellAll(project, round)
  await sleep(Math.max(0, 1000 - (performance.now() - begun)))
}
