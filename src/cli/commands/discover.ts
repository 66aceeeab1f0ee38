import type { Command } from 'commander'
import { exit } from '../exit.js'
import { discoverPlan, printDryRun, runScan } from '../steps/discover.js'
import { flag, positive, type Words } from '../steps/options.js'
import type { Verb } from '../verb.js'

/** `crosswalk discover RANGE|HOST[:PORTS]|FILE…`: looks at these addresses, and at no other. */
export const discover: Verb = {
  declare: (command) => {
    command.argument('[targets...]', 'address, range (a.b.c.d/24, a-b), host, each with :ports; or a file of these')
    declareSearch(command)
  },
  run: async (words, options, context) => {
    const plan = await discoverPlan(words, options)
    if (flag(options, 'dryRun')) {
      printDryRun(plan, context.terminal)
      return exit.done
    }
    await runScan(plan, limitsOf(options), context)
    return plan.unresolved.length > 0 ? exit.incomplete : exit.done
  },
}

function declareSearch(command: Command): void {
  command
    .option(
      '--ports <list>',
      'ports of targets that name none; those that are usual for the known engines when not given',
    )
    .option('--dry-run', 'say what would be contacted, and contact nothing')
    .option('--limit <n>', 'most connections that may be tried', '65536')
    .option('--rate <n>', 'connections begun in a second, at most', '1000')
    .option('--at-once <n>', 'ports looked at at a time', '1000')
    .option('--connect-timeout <ms>', 'how long a connection may take to be made', '1000')
    .option('--timeout <ms>', 'how long a server may take for an answer', '3000')
}

const limitsOf = (words: Words) => ({
  rate: positive(words, 'rate', 1000),
  atOnce: positive(words, 'atOnce', 1000),
  connectMs: positive(words, 'connectTimeout', 1000),
  answerMs: positive(words, 'timeout', 3000),
})
