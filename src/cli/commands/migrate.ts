import { join } from 'node:path'
import { exit } from '../exit.js'
import { openSource } from '../source.js'
import { metricsOption, withMetrics } from '../steps/metrics.js'
import { type MigrateStep, migrate as migrateAll, migrateSummary } from '../steps/migrate.js'
import { declarePolicies, flag, policiesOf, positive, text, type Words } from '../steps/options.js'
import { configOf, projectOf } from '../steps/project.js'
import { openTarget, type Target, targetVersion } from '../steps/target.js'
import { withSettings } from '../steps/task-settings.js'
import type { CommandContext, Verb } from '../verb.js'
import { conversionStep, declareConversion, declareFailOn, failOn, failsOn } from './convert.js'

/** `crosswalk migrate SOURCE TARGET`: convert, apply, load, validate, in one line. */
export const migrate: Verb = {
  declare: (command) => {
    command
      .argument('<source>', 'URL, dump file or folder, or name from the configuration')
      .argument('<target>', 'URL, name from the configuration, or "embedded"')
      .option('--to <engine>', 'engine of an embedded target; the only one that can be embedded when not given')
      .option('--project <dir>', 'folder of the conversion, rejects and embedded servers', '.crosswalk')
      .option('--workers <n>', 'connections to each side; 4 when not given')
      .option('--task-settings <file>', 'task settings of AWS DMS; what they mean here: crosswalk task settings FILE')
      .option(...metricsOption)
      .option('--restart', 'empty the target tables and begin again')
      .option('--no-validate', 'do not compare the two sides')
    declareConversion(command)
    declarePolicies(command)
    declareFailOn(command)
  },
  run: (words, given, context) =>
    withMetrics(given, 'migrate', context, (watched) => migrateOnce(words, given, watched)),
}

const migrateOnce = (words: readonly string[], given: Words, context: CommandContext): Promise<number> =>
  withMigration(words, given, context, {}, async (step, options) => {
    const outcome = await migrateAll(step, context)
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
        : migrateSummary(outcome, step.convert.out),
    )
    if (outcome.exit !== exit.done) return outcome.exit
    return failsOn(outcome.converted.ledger, failOn(options)) ? exit.findings : exit.done
  })

/** The database that takes the place of a schema, where a database of the target holds none. */
export const databaseOf = ({ dialect, endpoint }: Target): string | undefined =>
  dialect.homeSchema === undefined ? endpoint.database : undefined

/** Opens both ends, does the work, and stops a server that was started for it. */
export async function withMigration(
  words: readonly string[],
  given: Words,
  context: CommandContext,
  place: { readonly out?: string },
  work: (step: MigrateStep, options: Words) => Promise<number>,
): Promise<number> {
  const config = await configOf(given)
  const project = projectOf(given)
  const source = await openSource(words[0] ?? '', text(given, 'from'), config)
  const options = withSettings(given, source, context)
  const embeddedDialect = text(options, 'to') ?? ''
  const { signal } = context
  const target = await openTarget(words[1] ?? '', { project, embeddedDialect, config, database: source.name, signal })
  try {
    const version = await targetVersion(target, text(options, 'targetVersion'), signal)
    const out = place.out ?? join(project, 'out')
    const step = {
      convert: conversionStep(source, options, {
        ...{ to: target.dialect.id, targetVersion: version, out, config },
        database: databaseOf(target),
      }),
      ...{ target, workers: positive(options, 'workers', 4), policies: policiesOf(options) },
      ...{ restart: flag(options, 'restart'), validate: options['validate'] !== false },
    }
    return await work(step, options)
  } finally {
    await target.close()
  }
}
