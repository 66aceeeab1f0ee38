import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TaskRecord } from '../../project/model.js'
import { demand, taskOf } from '../../project/states.js'
import type { ProjectStore } from '../../project/store.js'
import { exit } from '../exit.js'
import { metricsOption, withMetrics } from '../steps/metrics.js'
import { flag, several, text, type Words } from '../steps/options.js'
import { declareTaskName, projectOf, withStore } from '../steps/project.js'
import { taskFolder } from '../steps/task-plan.js'
import { runTask, type TaskRun } from '../steps/task-run.js'
import { tellTask } from '../steps/task-show.js'
import type { CommandContext, Verb } from '../verb.js'

/** `start`, `resume` and `reload` differ in what they take up. */
export const startTask = (verb: TaskRun['verb']): Verb => ({
  declare: (command) => {
    const declared = declareTaskName(command)
    if (verb === 'resume')
      declared.option(
        '--reload <table...>',
        'load these tables of the source (schema.table) again while others are followed',
      )
    declared
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
      tellTask(store, ended, projectOf(words), context)
      return code
    }),
})

/** Only what was said: what a task was made with counts where this run says nothing. */
const ofRun = (words: Words): Words => ({
  ...{ until: words['until'], project: projectOf(words) },
  ...(flag(words, 'passDefinition') ? { passDefinition: true } : {}),
  ...(several(words, 'reload').length > 0 ? { reload: several(words, 'reload') } : {}),
})

/** Milliseconds for a run in the background to begin. */
const patience = 15_000

async function detach(store: ProjectStore, task: TaskRecord, verb: string, words: Words, context: CommandContext) {
  const log = openSync(join(taskFolder(projectOf(words), task.name), 'log.txt'), 'a', 0o600)
  const flags = [
    ...['--project', projectOf(words), '--until', text(words, 'until') ?? 'stopped'],
    ...(flag(words, 'passDefinition') ? ['--pass-definition'] : []),
    ...several(words, 'reload').flatMap((table) => ['--reload', table]),
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
  tellTask(store, now, projectOf(words), context)
  return now.status === 'failed' || child.exitCode ? (child.exitCode ?? exit.failed) : exit.done
}
