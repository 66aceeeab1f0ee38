import type { Command } from 'commander'
import type { ScanResult } from '../../discover/scan.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { discoverPlan, printDryRun, runScan } from '../steps/discover.js'
import { withWaves, writeFleet } from '../steps/fleet.js'
import { printFleet } from '../steps/fleet-text.js'
import { endpointsAt, takeInventory } from '../steps/inventory.js'
import { flag, positive, several, text, type Words } from '../steps/options.js'
import { configOf, declareProject } from '../steps/project.js'
import type { CommandContext, Verb } from '../verb.js'

/** `crosswalk discover RANGE|HOST[:PORTS]|FILE…`: looks at these addresses, and at no other; `--inventory`: asks the servers of the configuration. */
export const discover: Verb = {
  declare: (command) => {
    command.argument('[targets...]', 'address, range (a.b.c.d/24, a-b), host, each with :ports; or a file of these')
    declareSearch(declareProject(command))
    command
      .option('--inventory', 'with the accounts of the configuration: what is on the servers, how large, how alike')
      .option(
        '--endpoint <name...>',
        'of the inventory: only these servers; all of the configuration and the project when not given',
      )
      .option('--out <dir>', 'folder of the inventory', 'crosswalk-fleet')
      .option('--wave-hours <n>', 'work that one wave of a move may take', '40')
      .option('--config <file>', 'configuration, crosswalk.yaml when not given')
  },
  run: async (words, options, context) => {
    if (words.length === 0 && flag(options, 'inventory')) return inventory(undefined, options, context)
    const plan = await discoverPlan(words, options)
    if (flag(options, 'dryRun')) {
      printDryRun(plan, context.terminal)
      return exit.done
    }
    const result = await runScan(plan, limitsOf(options), context, { partOf: flag(options, 'inventory') })
    const code = flag(options, 'inventory') ? await inventory(result, options, context) : exit.done
    return plan.unresolved.length > 0 ? exit.incomplete : code
  },
}

/** Of a search, only those servers are asked that it found. */
async function inventory(found: ScanResult | undefined, options: Words, context: CommandContext): Promise<number> {
  const config = await configOf(options)
  const folder = text(options, 'out') ?? 'crosswalk-fleet'
  const asked = several(options, 'endpoint')
  const unknown = asked.find((name) => !Object.keys(config.endpoints).includes(name))
  if (unknown !== undefined) throw usage(`--endpoint ${unknown}: there is none of this name`)
  const all = await endpointsAt(found, config)
  const names = asked.length > 0 ? all.filter((name) => asked.includes(name)) : all
  if (names.length === 0) throw usage('no endpoint of the configuration leads to a server that was asked for')
  const taken = await takeInventory(config, names, folder, context)
  const fleet = withWaves(taken, positive(options, 'waveHours', 40) * 60)
  printFleet(fleet, writeFleet(folder, fleet), context.terminal)
  return fleet.failures.length > 0 ? exit.incomplete : exit.done
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
