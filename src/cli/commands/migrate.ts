import { join } from 'node:path'
import { readConfig } from '../config.js'
import { exit } from '../exit.js'
import { openSource } from '../source.js'
import { migrate as migrateAll, migrateSummary } from '../steps/migrate.js'
import { declarePolicies, flag, policiesOf, positive, text } from '../steps/options.js'
import { openTarget, targetVersion } from '../steps/target.js'
import type { Verb } from '../verb.js'
import { conversionStep, declareConversion, declareFailOn, failOn, failsOn } from './convert.js'

/** `crosswalk migrate SOURCE TARGET`: convert, apply, load, validate, in one line. */
export const migrate: Verb = {
  declare: (command) => {
    command
      .argument('<source>', 'URL, dump file or folder, or name from the configuration')
      .argument('<target>', 'URL, name from the configuration, or "embedded"')
      .option('--to <engine>', 'engine of an embedded target; the only one that can be embedded when not given')
      .option('--project <dir>', 'folder of the conversion, rejects and embedded servers', '.crosswalk')
      .option('--workers <n>', 'connections to each side', '4')
      .option('--restart', 'empty the target tables and begin again')
      .option('--no-validate', 'do not compare the two sides')
    declareConversion(command)
    declarePolicies(command)
    declareFailOn(command)
  },
  run: async (words, options, context) => {
    const config = readConfig(text(options, 'config'))
    const project = text(options, 'project') ?? '.crosswalk'
    const source = await openSource(words[0] ?? '', text(options, 'from'), config)
    const target = await openTarget(words[1] ?? '', {
      project,
      embeddedDialect: text(options, 'to') ?? '',
      config,
      database: source.name,
      signal: context.signal,
    })
    try {
      const out = join(project, 'out')
      const version = await targetVersion(target, text(options, 'targetVersion'), context.signal)
      const outcome = await migrateAll(
        {
          convert: conversionStep(source, options, { to: target.dialect.id, targetVersion: version, out, config }),
          target,
          workers: positive(options, 'workers', 4),
          policies: policiesOf(options),
          restart: flag(options, 'restart'),
          validate: options['validate'] !== false,
        },
        context,
      )
      context.terminal.out(
        context.terminal.json
          ? JSON.stringify({
              exit: outcome.exit,
              summary: outcome.converted.ledger.summary,
              setAside: outcome.aside.tables.map(({ table, reason }) => ({ ...table.source, reason })),
              findings: [...outcome.aside.findings, ...outcome.load.findings, ...(outcome.validation?.findings ?? [])],
              load: { ...outcome.load, tables: undefined },
              validation: outcome.validation?.totals ?? null,
            })
          : migrateSummary(outcome, out),
      )
      if (outcome.exit !== exit.done) return outcome.exit
      return failsOn(outcome.converted.ledger, failOn(options)) ? exit.findings : exit.done
    } finally {
      await target.close()
    }
  },
}
