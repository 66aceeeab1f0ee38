import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { OperationError } from '../../core/findings/operation-error.js'
import { loadDialect } from '../../dialects/registry.js'
import type { TaskRecord } from '../../project/model.js'
import { demand, moveTask, taskOf } from '../../project/states.js'
import type { ProjectStore } from '../../project/store.js'
import { translateSettings } from '../../task-settings/translate.js'
import { exit } from '../exit.js'
import { describeFailure } from '../failure.js'
import { letGo } from '../steps/cutover.js'
import type { Words } from '../steps/options.js'
import { positive } from '../steps/options.js'
import { declareProject, declareTaskName, projectOf, withStore } from '../steps/project.js'
import type { ReplicateStep } from '../steps/replicate.js'
import { taskFolder } from '../steps/task-plan.js'
import { wordsOfTask } from '../steps/task-run.js'
import { settingsTable } from '../steps/task-settings.js'
import { listText, tellTask, viewOf } from '../steps/task-show.js'
import { validateTask } from '../steps/task-validate.js'
import { validateDetails, validateLine } from '../steps/validate.js'
import type { CommandContext, Verb, VerbGroup } from '../verb.js'
import { declareCutover, moveUsers } from './cutover.js'
import { declareFallback, moveBack } from './fallback.js'
import { withTask } from './replicate.js'
import { createTask } from './task-create.js'
import { startTask } from './task-start.js'

const stop: Verb = {
  declare: (command) => void declareTaskName(command).option('--wait <seconds>', 'how long to wait for the end', '60'),
  run: ([name = ''], words, context) =>
    withStore(words, async (store) => {
      const task = taskOf(store, name)
      demand(task, 'stop')
      store.askToStop(name)
      const seconds = positive(words, 'wait', 60)
      for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
        const now = taskOf(store, name)
        if (now.owner === null) return tellTask(store, now, projectOf(words), context)
        await sleep(100, undefined, { signal: context.signal })
      }
      throw new OperationError('XW-S0716', { task: name, seconds })
    }),
}

const list: Verb = {
  declare: (command) => void declareProject(command),
  run: (_, words, { terminal }) =>
    withStore(words, (store) => {
      const views = store.tasks().map((task) => viewOf(store, task, projectOf(words)))
      terminal.out(terminal.json ? JSON.stringify(views) : listText(views))
      return exit.done
    }),
}

const showOne: Verb = {
  declare: (command) => void declareTaskName(command),
  run: ([name = ''], words, context) =>
    withStore(words, (store) => tellTask(store, taskOf(store, name), projectOf(words), context)),
}

const validate: Verb = {
  declare: (command) => void declareTaskName(command),
  run: ([name = ''], words, context) =>
    withStore(words, async (store) => {
      const result = await validateTask(store, taskOf(store, name), { project: projectOf(words) }, context)
      const { terminal } = context
      terminal.out(terminal.json ? JSON.stringify(result) : `${validateDetails(result)}\n${validateLine(result)}`)
      return result.equal ? exit.done : exit.findings
    }),
}

/** A command that works on the users' move, with the words that the task was made with. */
const move = (
  verb: 'cutover' | 'fallback',
  declare: (command: Command) => void,
  work: (step: ReplicateStep, words: Words, context: CommandContext) => Promise<number>,
): Verb => ({
  declare: (command) => declare(declareTaskName(command)),
  run: ([name = ''], words, context) =>
    withStore(words, (store) => {
      const task = taskOf(store, name)
      demand(task, verb)
      const given = wordsOfTask(task, projectOf(words), words)
      return withTask([task.source, task.target], given, context, (step) => work(step, words, context))
    }),
})

const remove: Verb = {
  declare: (command) => void declareTaskName(command),
  run: ([name = ''], words, context) =>
    withStore(words, async (store) => {
      const task = taskOf(store, name)
      demand(task, 'delete')
      moveTask(store, task, 'deleting')
      if (await isKeptFor(store, task)) await forget(task, words, context)
      rmSync(taskFolder(projectOf(words), name), { recursive: true, force: true })
      store.removeTask(name)
      return exit.done
    }),
}

/** Whether the source keeps its log for this very task. */
async function isKeptFor(store: ProjectStore, { kind, source }: TaskRecord): Promise<boolean> {
  if (kind === 'full-load') return false
  const dialect = await loadDialect(store.endpoint(source)?.engine ?? '')
  return (await dialect?.changeSource?.())?.forget !== undefined
}

/** The source need not keep its log for a task that is gone. One that is away is no reason to keep the task. */
async function forget(task: TaskRecord, words: Words, context: CommandContext): Promise<void> {
  try {
    const given = { ...task.words, ...words, task: task.name }
    await withTask([task.source, task.target], given, context, async (step) => {
      await letGo(step)
      return exit.done
    })
  } catch (error) {
    const { code, message } = await describeFailure(error)
    context.terminal.note(`the source may keep its log for ${task.name} still: ${code}: ${message}`)
  }
}

const settings: Verb = {
  declare: (command) => void command.argument('<file>', 'task settings of AWS DMS, JSON'),
  run: async ([file = ''], _, { terminal }) => {
    const translated = translateSettings(file, readFileSync(file, 'utf8'))
    terminal.out(terminal.json ? JSON.stringify(translated) : settingsTable(translated))
    return exit.done
  },
}

/** `crosswalk task …`: what a project migrates. */
export const task: VerbGroup = {
  verbs: {
    create: { summary: 'make a task of two endpoints, a mapping and settings', verb: createTask },
    list: { summary: 'all tasks', verb: list },
    show: { summary: 'state and statistics of a task and its tables', verb: showOne },
    start: { summary: 'run a task for the first time, until it is stopped', verb: startTask('start') },
    resume: { summary: 'go on where the task was stopped', verb: startTask('resume') },
    reload: { summary: 'empty the target tables and begin anew', verb: startTask('reload') },
    stop: { summary: 'ask a running task to stop, and wait for it', verb: stop },
    validate: { summary: 'compare every value, and keep what was found in the statistics', verb: validate },
    cutover: {
      summary: 'check that both sides stand still and are equal, then make the target ready for its users',
      verb: move('cutover', declareCutover, moveUsers),
    },
    fallback: {
      summary: 'the way back of a task that was cut over: catch up, return, give up',
      verb: move('fallback', declareFallback, moveBack),
    },
    delete: { summary: 'forget a task and its folder; the target keeps what it has', verb: remove },
    settings: {
      summary: 'what task settings of AWS DMS mean here, and which of them can lose data there',
      verb: settings,
    },
  },
}
