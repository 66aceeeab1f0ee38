import { spawn } from 'node:child_process'
import { copyFileSync, openSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { OperationError } from '../../core/findings/operation-error.js'
import { makeFolder } from '../../core/process/make-folder.js'
import { type TaskRecord, taskKinds } from '../../project/model.js'
import { demand, moveTask, taskOf } from '../../project/states.js'
import type { ProjectStore } from '../../project/store.js'
import { readTableMapping } from '../../table-mapping/read.js'
import { translateSettings } from '../../task-settings/translate.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { metricsOption, withMetrics } from '../steps/metrics.js'
import { choice, declarePolicies, flag, positive, text, type Words } from '../steps/options.js'
import { declareProject, projectOf, withStore } from '../steps/project.js'
import { taskFolder } from '../steps/task-plan.js'
import { runTask, type TaskRun } from '../steps/task-run.js'
import { settingsOf, settingsTable } from '../steps/task-settings.js'
import { listText, showText, viewOf } from '../steps/task-show.js'
import { validateTask } from '../steps/task-validate.js'
import { validateDetails, validateLine } from '../steps/validate.js'
import type { CommandContext, Verb, VerbGroup } from '../verb.js'
import { declareConversion } from './convert.js'

const named = (command: Command): Command => declareProject(command).argument('<task>', 'name of the task')

const create: Verb = {
  declare: (command) => {
    named(command)
      .requiredOption('--source <endpoint>', 'endpoint of the project to read from')
      .requiredOption('--target <endpoint>', 'endpoint of the project to write to')
      .option('--type <kind>', taskKinds.join(', '), 'full-load-and-cdc')
      .option('--task-settings <file>', 'task settings of AWS DMS; what they mean here: crosswalk task settings FILE')
      .option(
        '--changes-from <position>',
        'for cdc: where in the source log changes begin; where it ends at the first start when not given',
      )
      .option('--apply <how>', 'net (what is left of each row) or ordered (every change), when in step', 'net')
      .option('--on-refused <how>', 'a change that does not fit: stop, or set-aside', 'stop')
      .option('--workers <n>', 'connections to each side for load and comparison; 4 when not given')
    declareConversion(command)
    declarePolicies(command)
  },
  run: ([name = ''], words, context) =>
    withStore(words, (store) => {
      const task = draft(store, name, words)
      const folder = taskFolder(projectOf(words), name)
      makeFolder(folder, 0o700)
      if (!store.addTask(task)) throw new OperationError('XW-S0713', { what: 'task', name })
      keepFile(words, 'tableMapping', join(folder, 'table-mapping.json'))
      keepFile(words, 'taskSettings', join(folder, 'task-settings.json'))
      return show(store, task, context)
    }),
}

/** What is wrong with the words is said now, not at the first start. */
function draft(store: ProjectStore, name: string, words: Words): TaskRecord {
  if (store.task(name)) throw new OperationError('XW-S0713', { what: 'task', name })
  const [source, target] = [text(words, 'source') ?? '', text(words, 'target') ?? '']
  for (const [role, endpoint] of [
    ['source', source],
    ['target', target],
  ] as const) {
    const known = store.endpoint(endpoint)
    if (!known) throw new OperationError('XW-S0710', { what: 'endpoint', name: endpoint })
    if (known.role !== role) throw usage(`--${role} ${endpoint}: that endpoint is a ${known.role}`)
  }
  const mapping = text(words, 'tableMapping')
  if (mapping !== undefined) readTableMapping(mapping)
  settingsOf(words)
  const kind = choice(words, 'type', taskKinds, 'full-load-and-cdc')
  if (words['changesFrom'] !== undefined && kind !== 'cdc')
    throw usage(`--changes-from: a task of the type ${kind} loads its rows`)
  const config = text(words, 'config')
  return {
    ...{ name, source, target, kind, status: 'ready', stopReason: null, lastFailure: null, createdAt: Date.now() },
    ...{ freshStartAt: null, startedAt: null, stoppedAt: null, fullLoadStartedAt: null, fullLoadFinishedAt: null },
    ...{ owner: null, stopAsked: false },
    words: { ...without(words), ...(config === undefined ? {} : { config: resolve(config) }) },
  }
}

const notKept = new Set(['source', 'target', 'type', 'project', 'tableMapping', 'taskSettings', 'json', 'debug'])

const without = (words: Words): Words => Object.fromEntries(Object.entries(words).filter(([key]) => !notKept.has(key)))

function keepFile(words: Words, key: string, path: string): void {
  const file = text(words, key)
  if (file !== undefined) copyFileSync(file, path)
}

/** `start`, `resume` and `reload` differ in what they take up. */
const running = (verb: TaskRun['verb']): Verb => ({
  declare: (command) => {
    named(command)
      .option('--until <when>', 'caught-up (the target has what the source had when asked) or stopped', 'stopped')
      .option('--pass-definition', 'go on behind the definition change at which the task stands')
      .option(...metricsOption)
      .option('--detach', 'run it in the background; it writes to log.txt in the folder of the task')
  },
  run: ([name = ''], words, context) =>
    withStore(words, async (store) => {
      const task = taskOf(store, name)
      demand(task, verb)
      if (flag(words, 'detach')) return detach(store, task, verb, words, context)
      const { task: ended, exit: code } = await withMetrics(words, name, context, (watched) =>
        runTask(store, task, { verb, words: ofRun(words) }, watched),
      )
      show(store, ended, context)
      return code
    }),
})

/** Only what was said: what a task was made with counts where this run says nothing. */
const ofRun = (words: Words): Words => ({
  ...{ until: words['until'], project: projectOf(words) },
  ...(flag(words, 'passDefinition') ? { passDefinition: true } : {}),
})

/** Milliseconds for a run in the background to begin. */
const patience = 15_000

async function detach(store: ProjectStore, task: TaskRecord, verb: string, words: Words, context: CommandContext) {
  const log = openSync(join(taskFolder(projectOf(words), task.name), 'log.txt'), 'a', 0o600)
  const flags = [
    ...['--project', projectOf(words), '--until', text(words, 'until') ?? 'stopped'],
    ...(flag(words, 'passDefinition') ? ['--pass-definition'] : []),
    ...(text(words, 'metrics') === undefined ? [] : ['--metrics', text(words, 'metrics') ?? '']),
  ]
  const args = [...process.execArgv, process.argv[1] ?? '', 'task', verb, task.name, ...flags]
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log] })
  child.unref()
  for (const end = Date.now() + patience; Date.now() < end && child.exitCode === null; ) {
    const now = store.task(task.name)
    if (now && now.startedAt !== task.startedAt && now.status !== 'starting') break
    await sleep(100, undefined, { signal: context.signal })
  }
  const now = taskOf(store, task.name)
  show(store, now, context)
  return now.status === 'failed' || child.exitCode ? (child.exitCode ?? exit.failed) : exit.done
}

const stop: Verb = {
  declare: (command) => void named(command).option('--wait <seconds>', 'how long to wait for the end', '60'),
  run: ([name = ''], words, context) =>
    withStore(words, async (store) => {
      const task = taskOf(store, name)
      demand(task, 'stop')
      store.askToStop(name)
      const seconds = positive(words, 'wait', 60)
      for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
        const now = taskOf(store, name)
        if (now.owner === null) return show(store, now, context)
        await sleep(100, undefined, { signal: context.signal })
      }
      throw new OperationError('XW-S0716', { task: name, seconds })
    }),
}

const list: Verb = {
  declare: (command) => void declareProject(command),
  run: (_, words, { terminal }) =>
    withStore(words, (store) => {
      const views = store.tasks().map((task) => viewOf(store, task))
      terminal.out(terminal.json ? JSON.stringify(views) : listText(views))
      return exit.done
    }),
}

const showOne: Verb = {
  declare: (command) => void named(command),
  run: ([name = ''], words, context) => withStore(words, (store) => show(store, taskOf(store, name), context)),
}

function show(store: ProjectStore, task: TaskRecord, { terminal }: CommandContext): number {
  const view = viewOf(store, task)
  terminal.out(terminal.json ? JSON.stringify(view) : showText(view))
  return exit.done
}

const validate: Verb = {
  declare: (command) => void named(command),
  run: ([name = ''], words, context) =>
    withStore(words, async (store) => {
      const result = await validateTask(store, taskOf(store, name), { project: projectOf(words) }, context)
      const { terminal } = context
      terminal.out(terminal.json ? JSON.stringify(result) : `${validateDetails(result)}\n${validateLine(result)}`)
      return result.equal ? exit.done : exit.findings
    }),
}

const remove: Verb = {
  declare: (command) => void named(command),
  run: ([name = ''], words) =>
    withStore(words, (store) => {
      const task = taskOf(store, name)
      demand(task, 'delete')
      moveTask(store, task, 'deleting')
      rmSync(taskFolder(projectOf(words), name), { recursive: true, force: true })
      store.removeTask(name)
      return exit.done
    }),
}

const settings: Verb = {
  declare: (command) => void command.argument('<file>', 'task settings of AWS DMS, JSON'),
  run: async ([file = ''], _, { terminal }) => {
    const { readFileSync } = await import('node:fs')
    const translated = translateSettings(file, readFileSync(file, 'utf8'))
    terminal.out(terminal.json ? JSON.stringify(translated) : settingsTable(translated))
    return exit.done
  },
}

/** `crosswalk task …`: what a project migrates. */
export const task: VerbGroup = {
  verbs: {
    create: { summary: 'make a task of two endpoints, a mapping and settings', verb: create },
    list: { summary: 'all tasks', verb: list },
    show: { summary: 'state and statistics of a task and its tables', verb: showOne },
    start: { summary: 'run a task for the first time, until it is stopped', verb: running('start') },
    resume: { summary: 'go on where the task was stopped', verb: running('resume') },
    reload: { summary: 'empty the target tables and begin anew', verb: running('reload') },
    stop: { summary: 'ask a running task to stop, and wait for it', verb: stop },
    validate: { summary: 'compare every value, and keep what was found in the statistics', verb: validate },
    delete: { summary: 'forget a task and its folder; the target keeps what it has', verb: remove },
    settings: {
      summary: 'what task settings of AWS DMS mean here, and which of them can lose data there',
      verb: settings,
    },
  },
}
