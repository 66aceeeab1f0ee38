import { join } from 'node:path'
import { readConfig } from '../config.js'
import { exit } from '../exit.js'
import type { Verb } from '../program.js'
import { openSource } from '../source.js'
import { declarePolicies, policiesOf, positive, text } from '../steps/options.js'
import { readOut } from '../steps/out.js'
import { readScriptData } from '../steps/read.js'
import { openTarget } from '../steps/target.js'
import { validateDetails, validateLine, validateRows } from '../steps/validate.js'

/** `crosswalk validate SOURCE TARGET --out OUT`: compares every value, computed in each engine or from the file. */
export const validate: Verb = {
  declare: (command) => {
    command
      .argument('<source>', 'URL, dump file or folder, or name from the configuration')
      .argument('<target>', 'URL, name from the configuration, or "embedded"')
      .option('--out <dir>', 'folder of the finished conversion', 'crosswalk-out')
      .option('--from <engine>', 'engine of a dump file')
      .option('--workers <n>', 'tables compared at the same time', '4')
      .option('--rejects <dir>', 'folder of rows set aside by the load; OUT/rejects when not given')
      .option('--project <dir>', 'folder of embedded servers', '.crosswalk')
      .option('--config <file>', 'configuration, crosswalk.yaml when not given')
    declarePolicies(command)
  },
  run: async (words, options, context) => {
    const out = readOut(text(options, 'out') ?? '')
    const config = readConfig(text(options, 'config'))
    const source = await openSource(words[0] ?? '', text(options, 'from') ?? out.ledger.source.dialect, config)
    const target = await openTarget(words[1] ?? '', {
      project: text(options, 'project') ?? '.crosswalk',
      embeddedDialect: out.ledger.target.dialect,
      config,
      database: out.ledger.source.name,
      signal: context.signal,
    })
    try {
      const result = await validateRows(
        {
          mapping: out.mapping,
          source,
          segments: source.kind === 'script' ? await readScriptData(source, context) : [],
          target,
          workers: positive(options, 'workers', 4),
          policies: policiesOf(options),
          rejectFolder: text(options, 'rejects') ?? join(out.folder, 'rejects'),
        },
        context,
      )
      context.terminal.out(
        context.terminal.json ? JSON.stringify(result) : `${validateDetails(result)}\n${validateLine(result)}`,
      )
      return result.equal ? exit.done : exit.findings
    } finally {
      await target.close()
    }
  },
}
