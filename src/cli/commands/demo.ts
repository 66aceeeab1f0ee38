import { join } from 'node:path'
import type { Dialect } from '../../core/dialect/dialect.js'
import { dialectIds, loadDialect } from '../../dialects/registry.js'
import { usage } from '../endpoint-url.js'
import { beginAnew, type DemoOutcome, demoStep, goBackWhileUsed, moveWhileUsed } from '../steps/demo.js'
import { text } from '../steps/options.js'
import { movedLines } from '../steps/run-report.js'
import { startEmbedded } from '../steps/target.js'
import { validateLine } from '../steps/validate.js'
import { count, duration } from '../terminal.js'
import type { Verb } from '../verb.js'

/**
 * `crosswalk demo`: a sample shop on an embedded source moves to an embedded target while it is used: load, changes,
 * comparison, cutover. Then it is used there, the old source follows, and the users go back. Nothing to install.
 */
export const demo: Verb = {
  declare: (command) =>
    void command.option('--project <dir>', 'folder of the servers and of the result', 'crosswalk-demo'),
  run: async (_words, options, context) => {
    const began = performance.now()
    const project = text(options, 'project') ?? 'crosswalk-demo'
    const { signal, terminal } = context
    beginAnew(project)
    const from = await findDialect((dialect) => dialect.sample !== undefined && dialect.embedded !== undefined)
    const to = await findDialect((dialect) => dialect.embeddedAsTarget === true)
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
      const step = demoStep({ from, to, source, target, project, database: sample.name })
      const there = await moveWhileUsed(step, sample, context)
      const back = there.exit === 0 ? await goBackWhileUsed(step, sample, context) : undefined
      const outcome = { ...there, ...(back ? { back } : {}) }
      const seconds = (performance.now() - began) / 1000
      terminal.out(terminal.json ? json(outcome, seconds) : summary(outcome, step.convert.out, seconds))
      return back?.exit ?? there.exit
    } finally {
      await Promise.all([source.stop(), target.stop()])
    }
  },
}

const json = ({ moved, changes, exit, back }: DemoOutcome, seconds: number): string =>
  JSON.stringify({
    exit: back?.exit ?? exit,
    summary: moved?.converted.ledger.summary,
    changes,
    validation: moved?.validation?.totals ?? null,
    back: back ? { changes: back.changes, validation: back.validation?.totals ?? null } : null,
    seconds,
  })

const summary = ({ moved, changes, back }: DemoOutcome, out: string, seconds: number): string =>
  [
    ...(moved ? movedLines(moved) : []),
    `changes    ${count(changes)} applied while the shop was used`,
    ...(back?.validation
      ? [`way back   ${count(back.changes)} changes of the new side; compared ${validateLine(back.validation)}`]
      : []),
    `took       ${duration(seconds)}`,
    `report     ${out}/report.html`,
  ].join('\n')

async function findDialect(fits: (dialect: Dialect) => boolean): Promise<Dialect> {
  for (const id of dialectIds()) {
    const dialect = await loadDialect(id)
    if (dialect && fits(dialect)) return dialect
  }
  throw usage('no engine of this build can play that part')
}
