import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dialect, RunningServer } from '../../core/dialect/dialect.js'
import { makeFolder } from '../../core/process/make-folder.js'
import { dialectIds, loadDialect } from '../../dialects/registry.js'
import { usage } from '../endpoint-url.js'
import { type CutoverStep, cutOver } from '../steps/cutover.js'
import { text } from '../steps/options.js'
import { type ReplicateOutcome, replicateTask } from '../steps/replicate.js'
import { movedLines, writeRunReport } from '../steps/run-report.js'
import { startEmbedded } from '../steps/target.js'
import { count, duration } from '../terminal.js'
import type { CommandContext, Verb } from '../verb.js'

/** Seconds that the target follows its source while the shop is used. */
const following = 5

/**
 * `crosswalk demo`: a sample shop on an embedded source moves to an embedded target while it is used: load, changes,
 * comparison, cutover. Nothing to install.
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
      const step = demoStep({ from, to, source, target, project, database: sample.name })
      terminal.note('users come: they change the shop while it moves')
      const users = sample.use(source.endpoint)
      const { first, changes } = await moveWhileUsed(step, users, context)
      terminal.note(`users go, after ${count(users.committed)} transactions: the shop is closed for the cutover`)
      const { checked, exit } = await cutOver(step, context)
      const moved = first.moved && { ...first.moved, validation: checked?.validation ?? null }
      if (moved) await writeRunReport(step.convert.out, moved, context)
      const seconds = (performance.now() - began) / 1000
      terminal.out(
        terminal.json
          ? JSON.stringify({
              exit,
              summary: moved?.converted.ledger.summary,
              changes,
              validation: moved?.validation?.totals ?? null,
              seconds,
            })
          : [
              ...(moved ? movedLines(moved) : []),
              `changes    ${count(changes)} applied while the shop was used`,
              `took       ${duration(seconds)}`,
              `report     ${step.convert.out}/report.html`,
            ].join('\n'),
      )
      return exit
    } finally {
      await Promise.all([source.stop(), target.stop()])
    }
  },
}

/** What an earlier demo left goes, and nothing else: the folder may have been given by mistake. */
function beginAnew(project: string): void {
  const mark = join(project, 'demo')
  const found = existsSync(project) ? readdirSync(project) : []
  if (found.length > 0 && !existsSync(mark))
    throw usage(`${project} holds something else: give an empty folder with --project`)
  for (const name of found) rmSync(join(project, name), { recursive: true })
  makeFolder(project, 0o755)
  writeFileSync(mark, 'Everything in this folder is made by crosswalk demo, and goes when it runs again.\n')
}

async function moveWhileUsed(
  step: CutoverStep,
  users: { stop(): Promise<void> },
  context: CommandContext,
): Promise<{ readonly first: ReplicateOutcome; readonly changes: number }> {
  try {
    const first = await replicateTask({ ...step, restart: true }, context)
    const enough = AbortSignal.timeout(following * 1000)
    const signal = AbortSignal.any([context.signal, enough])
    const second = await replicateTask({ ...step, untilCaughtUp: false }, { ...context, signal })
    return { first, changes: first.result.changes + second.result.changes }
  } finally {
    await users.stop()
  }
}

function demoStep(parts: {
  readonly from: Dialect
  readonly to: Dialect
  readonly source: RunningServer
  readonly target: RunningServer
  readonly project: string
  readonly database: string
}): CutoverStep {
  const { from, to, source, target, project, database } = parts
  return {
    task: database,
    folder: join(project, 'tasks', database),
    convert: {
      source: { kind: 'live', dialect: from, endpoint: source.endpoint, name: database },
      to: to.id,
      targetVersion: target.version,
      options: {},
      schemas: [],
      proof: 'compile',
      proofServer: undefined,
      profileRows: 20_000_000,
      out: join(project, 'out'),
      config: { endpoints: {} },
    },
    target: { dialect: to, endpoint: target.endpoint, close: async () => undefined },
    workers: 4,
    policies: { zeroDates: 'reject', nulBytes: 'reject', enumErrors: 'reject' },
    restart: false,
    untilCaughtUp: true,
    mode: 'net',
    onRefused: 'stop',
    onDefinition: 'carry',
    passDefinition: false,
    quiet: 1,
    fallback: false,
  }
}

async function findDialect(fits: (dialect: Dialect) => boolean): Promise<Dialect> {
  for (const id of dialectIds()) {
    const dialect = await loadDialect(id)
    if (dialect && fits(dialect)) return dialect
  }
  throw usage('no engine of this build can play that part')
}
