import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dialect, LiveWriters, RunningServer, SampleDatabase } from '../../core/dialect/dialect.js'
import { makeFolder } from '../../core/process/make-folder.js'
import type { ValidationResult } from '../../verify/result.js'
import { usage } from '../endpoint-url.js'
import { count } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { type CutoverStep, cutOver } from './cutover.js'
import { followBack, goBack } from './fallback.js'
import { replicateTask } from './replicate.js'
import { type Moved, writeRunReport } from './run-report.js'

/** Milliseconds that a side follows the other while that is used. */
const following = 4000

export interface DemoOutcome {
  readonly moved: Moved | undefined
  /** Applied while the source was used. */
  readonly changes: number
  readonly exit: number
  readonly back?: WentBack
}

interface WentBack {
  /** Applied to the old source while the new one was used. */
  readonly changes: number
  readonly validation: ValidationResult | null
  readonly exit: number
}

/** What an earlier demo left goes, and nothing else: the folder may have been given by mistake. */
export function beginAnew(project: string): void {
  const mark = join(project, 'demo')
  const found = existsSync(project) ? readdirSync(project) : []
  if (found.length > 0 && !existsSync(mark))
    throw usage(`${project} holds something else: give an empty folder with --project`)
  for (const name of found) rmSync(join(project, name), { recursive: true })
  makeFolder(project, 0o755)
  writeFileSync(mark, 'Everything in this folder is made by crosswalk demo, and goes when it runs again.\n')
}

/** Load, changes and cutover of a database whose users do not wait. */
export async function moveWhileUsed(
  step: CutoverStep,
  sample: SampleDatabase,
  context: CommandContext,
): Promise<DemoOutcome> {
  const { source } = step.convert
  if (source.kind !== 'live') throw usage('the demo needs a server')
  context.terminal.note('users come: they change the shop while it moves')
  const users = sample.use(source.endpoint)
  const { first, second } = await whileUsed(users, async () => ({
    first: await replicateTask({ ...step, restart: true }, context),
    second: await replicateTask({ ...step, untilCaughtUp: false }, forAWhile(context)),
  }))
  context.terminal.note(`users go, after ${count(users.committed)} transactions: the shop is closed for the cutover`)
  const { checked, exit } = await cutOver(step, context)
  const moved = first.moved && { ...first.moved, validation: checked?.validation ?? null }
  if (moved) await writeRunReport(step.convert.out, moved, context)
  return { moved, changes: first.result.changes + second.result.changes, exit }
}

/** The users work on the new side, the old one follows, and they go back. */
export async function goBackWhileUsed(
  step: CutoverStep,
  sample: SampleDatabase,
  context: CommandContext,
): Promise<WentBack | undefined> {
  const { dialect, endpoint } = step.target
  const use = await dialect.sampleUsers?.[sample.name]?.()
  if (!use) return undefined
  context.terminal.note('users come to the new side; the old one follows')
  const users = use(endpoint)
  const { result } = await whileUsed(users, () => followBack({ ...step, untilCaughtUp: false }, forAWhile(context)))
  context.terminal.note(`users go, after ${count(users.committed)} transactions: they want to go back`)
  const last = await goBack(step, context)
  return {
    changes: result.changes + last.result.changes,
    validation: last.returned?.validation ?? null,
    exit: last.exit,
  }
}

async function whileUsed<T>(users: LiveWriters, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await users.stop()
  }
}

/** A timer and not AbortSignal.timeout: of that nothing would be left where only AbortSignal.any knows it. */
function forAWhile(context: CommandContext): CommandContext {
  const enough = new AbortController()
  setTimeout(() => enough.abort(), following).unref()
  return { ...context, signal: AbortSignal.any([context.signal, enough.signal]) }
}

export function demoStep(parts: {
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
    reload: [],
    passDefinition: false,
    validate: 'none',
    quiet: 1,
    fallback: true,
  }
}
