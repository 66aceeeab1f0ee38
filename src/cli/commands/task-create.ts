import { copyFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OperationError } from '../../core/findings/operation-error.js'
import { makeFolder } from '../../core/process/make-folder.js'
import { type TaskRecord, taskKinds } from '../../project/model.js'
import type { ProjectStore } from '../../project/store.js'
import { readTableMapping } from '../../table-mapping/read.js'
import { usage } from '../endpoint-url.js'
import { choice, text, type Words } from '../steps/options.js'
import { declareTaskName, projectOf, withStore } from '../steps/project.js'
import { taskFolder } from '../steps/task-plan.js'
import { settingsOf } from '../steps/task-settings.js'
import { tellTask } from '../steps/task-show.js'
import type { Verb } from '../verb.js'
import { declareFollowing } from './replicate.js'

/** `crosswalk task create`: two endpoints, a mapping and settings under one name. */
export const createTask: Verb = {
  declare: (command) => {
    declareTaskName(command)
      .requiredOption('--source <endpoint>', 'endpoint of the project to read from')
      .requiredOption('--target <endpoint>', 'endpoint of the project to write to')
      .option('--type <kind>', taskKinds.join(', '), 'full-load-and-cdc')
      .option(
        '--changes-from <position>',
        'for cdc: where in the source log changes begin; where it ends at the first start when not given',
      )
    declareFollowing(command)
  },
  run: ([name = ''], words, context) =>
    withStore(words, (store) => {
      const task = draft(store, name, words)
      const folder = taskFolder(projectOf(words), name)
      makeFolder(folder, 0o700)
      if (!store.addTask(task)) throw new OperationError('XW-S0713', { what: 'task', name })
      keepFile(words, 'tableMapping', join(folder, 'table-mapping.json'))
      keepFile(words, 'taskSettings', join(folder, 'task-settings.json'))
      return tellTask(store, task, projectOf(words), context)
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
