import { join } from 'node:path'
import type { Dialect } from '../../core/dialect/dialect.js'
import { dialectIds, loadDialect } from '../../dialects/registry.js'
import { usage } from '../endpoint-url.js'
import { migrate, migrateSummary } from '../steps/migrate.js'
import { text } from '../steps/options.js'
import { startEmbedded } from '../steps/target.js'
import { count } from '../terminal.js'
import type { Verb } from '../verb.js'

/** `crosswalk demo`: a sample shop on an embedded source, migrated to an embedded target and compared. Nothing to install. */
export const demo: Verb = {
  declare: (command) =>
    void command.option('--project <dir>', 'folder of the servers and of the result', 'crosswalk-demo'),
  run: async (_words, options, context) => {
    const project = text(options, 'project') ?? 'crosswalk-demo'
    const { signal, terminal } = context
    const from = await findDialect((dialect) => dialect.sample !== undefined && dialect.embedded !== undefined)
    const to = await findDialect((dialect) => dialect.emitter !== undefined && dialect.embedded !== undefined)
    const sample = await from.sample?.()
    if (!sample) throw usage('no engine has a sample database')
    terminal.note(`starting an embedded ${from.title} and an embedded ${to.title} under ${project}/`)
    const [source, target] = await Promise.all([
      startEmbedded(from, join(project, 'source'), sample.name, signal),
      startEmbedded(to, join(project, 'target'), sample.name, signal),
    ])
    try {
      terminal.note(`source: ${source.version}; target: ${target.version}`)
      terminal.note(`filling the sample database: about ${count(sample.rows)} rows`)
      await sample.fill(source.endpoint, undefined, signal)
      const out = join(project, 'out')
      const outcome = await migrate(
        {
          convert: {
            source: { kind: 'live', dialect: from, endpoint: source.endpoint, name: sample.name },
            to: to.id,
            targetVersion: target.version,
            options: {},
            schemas: [],
            proof: 'compile',
            proofServer: undefined,
            profileRows: 20_000_000,
            out,
            config: { endpoints: {} },
          },
          target: { dialect: to, endpoint: target.endpoint, close: async () => undefined },
          workers: 4,
          policies: { zeroDates: 'reject', nulBytes: 'reject', enumErrors: 'reject' },
          restart: true,
          validate: true,
        },
        context,
      )
      terminal.out(
        terminal.json
          ? JSON.stringify({
              exit: outcome.exit,
              summary: outcome.converted.ledger.summary,
              validation: outcome.validation?.totals ?? null,
              seconds: outcome.seconds,
            })
          : migrateSummary(outcome, out),
      )
      return outcome.exit
    } finally {
      await Promise.all([source.stop(), target.stop()])
    }
  },
}

async function findDialect(fits: (dialect: Dialect) => boolean): Promise<Dialect> {
  for (const id of dialectIds()) {
    const dialect = await loadDialect(id)
    if (dialect && fits(dialect)) return dialect
  }
  throw usage('no engine of this build can play that part')
}
