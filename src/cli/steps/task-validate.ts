import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskRecord, ValidationState } from '../../project/model.js'
import { TaskRecorder } from '../../project/recorder.js'
import type { ProjectStore } from '../../project/store.js'
import type { TableVerdict, ValidationResult } from '../../verify/result.js'
import { withMigration } from '../commands/migrate.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import type { CommandContext } from '../verb.js'
import { readOut } from './out.js'
import { readPlan, taskFolder } from './task-plan.js'
import { validateRows } from './validate.js'

/** Compares what a task moves, and keeps what was found of each table in its statistics. */
export async function validateTask(
  store: ProjectStore,
  task: TaskRecord,
  { project }: { readonly project: string },
  context: CommandContext,
): Promise<ValidationResult> {
  const folder = taskFolder(project, task.name)
  const out = join(folder, 'out')
  if (!existsSync(join(out, 'mapping.json'))) throw usage(`task ${task.name} has moved nothing yet`)
  const mapping = readPlan(folder)?.mapping ?? readOut(out).mapping
  const found: ValidationResult[] = []
  await withMigration([task.source, task.target], { ...task.words, project }, context, { out }, async (step) => {
    const { source } = step.convert
    const { target, workers, policies } = step
    const rejectFolder = join(out, 'rejects')
    found.push(await validateRows({ mapping, source, segments: [], target, workers, policies, rejectFolder }, context))
    return exit.done
  })
  const [result] = found
  if (!result) throw new Error('nothing was compared')
  keep(store, task, result)
  return result
}

function keep(store: ProjectStore, task: TaskRecord, result: ValidationResult): void {
  const recorder = new TaskRecorder({ store, task: task.name, onStopAsked: () => undefined })
  for (const one of result.tables)
    recorder.validated(
      one.source,
      one.differing + one.missing + one.extra,
      states[one.state],
      one.reason ?? explanation(one),
    )
  recorder.close()
}

const states: Readonly<Record<TableVerdict['state'], ValidationState>> = {
  equal: 'Validated',
  explained: 'Validated',
  different: 'Mismatched records',
  failed: 'Table error',
}

const explanation = ({ explained }: TableVerdict): string | null =>
  explained.rows + explained.values > 0
    ? `${explained.rows + explained.values} differences are known from the load`
    : null
