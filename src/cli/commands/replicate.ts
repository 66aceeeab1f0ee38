import { join } from 'node:path'
import type { Command } from 'commander'
import { openSource } from '../source.js'
import { metricsOption, withMetrics } from '../steps/metrics.js'
import { choice, declarePolicies, flag, policiesOf, positive, several, text, type Words } from '../steps/options.js'
import { configOf } from '../steps/project.js'
import { type ReplicateStep, replicateTask } from '../steps/replicate.js'
import { replicateSummary } from '../steps/replicate-text.js'
import { openTarget, targetVersion } from '../steps/target.js'
import { defaultTask, rowsAside, taskFolder } from '../steps/task-plan.js'
import { withSettings } from '../steps/task-settings.js'
import type { CommandContext, Verb } from '../verb.js'
import { conversionStep, declareConversion } from './convert.js'
import { databaseOf } from './migrate.js'

/** `crosswalk replicate SOURCE TARGET`: loads what is there, then applies every change, until it is stopped. Goes on where it was. */
export const replicate: Verb = {
  declare: (command) => {
    declareTask(command)
      .option('--until <when>', 'caught-up (the target has what the source had when asked) or stopped', 'stopped')
      .option('--restart', 'empty the target tables and begin anew')
      .option(
        '--reload <table...>',
        'load these tables of the source (schema.table) again while all others are followed',
      )
      .option(...metricsOption)
  },
  run: (words, options, context) =>
    withMetrics(options, text(options, 'task') ?? 'replicate', context, (watched) => follow(words, options, watched)),
}

const follow = (words: readonly string[], options: Words, context: CommandContext): Promise<number> =>
  withTask(words, options, context, async (step) => {
    const outcome = await replicateTask(step, context)
    const { tablesAside, refused } = outcome.plan
    context.terminal.out(
      context.terminal.json
        ? JSON.stringify({
            exit: outcome.exit,
            ...outcome.result,
            tablesAside,
            rowsAside: rowsAside(outcome.plan),
            refused,
          })
        : replicateSummary(outcome),
    )
    return outcome.exit
  })

/** The words of a command that works on a task. */
export function declareTask(command: Command): Command {
  command
    .argument('<source>', 'URL of a server, or name from the configuration')
    .argument('<target>', 'URL, name from the configuration, or "embedded"')
    .option('--task <name>', 'what both sides remember it by; from the names of the databases when not given')
    .option(
      '--pass-definition',
      'go on behind the definition change at which the task stands: the target has it already',
    )
    .option('--to <engine>', 'engine of an embedded target; the only one that can be embedded when not given')
    .option('--project <dir>', 'folder of the task, its conversion and its cache', '.crosswalk')
  return declareFollowing(command)
}

/** How the tables of a task are converted, loaded and followed. */
export function declareFollowing(command: Command): Command {
  command
    .option('--apply <how>', 'net (what is left of each row) or ordered (every change), when in step', 'net')
    .option(
      '--appliers <n>',
      'connections that apply large batches side by side, each to tables that no foreign key binds to those of another; two such tables may be a batch apart for a moment. 1 when not given',
    )
    .option('--on-refused <how>', 'a change that does not fit: stop, or set-aside', 'stop')
    .option(
      '--definitions <how>',
      'changes of tables on the source: carry (make them on the target, at their place) or stop in front of them',
      'carry',
    )
    .option('--validate <how>', 'continuous (compare the target with its source while it is followed) or none', 'none')
    .option('--workers <n>', 'connections to each side for load and comparison; 4 when not given')
    .option('--task-settings <file>', 'task settings of AWS DMS; what they mean here: crosswalk task settings FILE')
  declareConversion(command)
  declarePolicies(command)
  return command
}

/** Opens both ends, does the work, and stops a server that was started for it. */
export async function withTask(
  words: readonly string[],
  given: Words,
  context: CommandContext,
  work: (step: ReplicateStep) => Promise<number>,
): Promise<number> {
  const config = await configOf(given)
  const project = text(given, 'project') ?? '.crosswalk'
  const source = await openSource(words[0] ?? '', text(given, 'from'), config)
  const options = withSettings(given, source, context)
  const embeddedDialect = text(options, 'to') ?? ''
  const { signal } = context
  const target = await openTarget(words[1] ?? '', { project, embeddedDialect, config, database: source.name, signal })
  try {
    const task = text(options, 'task') ?? defaultTask(source.name, target.endpoint.database)
    const folder = taskFolder(project, task)
    const version = await targetVersion(target, text(options, 'targetVersion'), signal)
    const conversion = {
      ...{ to: target.dialect.id, targetVersion: version, out: join(folder, 'out'), config },
      database: databaseOf(target),
    }
    return await work({
      ...{ task, folder, target, convert: conversionStep(source, options, conversion) },
      ...{ workers: positive(options, 'workers', 4), policies: policiesOf(options) },
      restart: flag(options, 'restart'),
      untilCaughtUp: choice(options, 'until', ['caught-up', 'stopped'], 'stopped') === 'caught-up',
      mode: choice(options, 'apply', ['net', 'ordered'], 'net'),
      appliers: positive(options, 'appliers', 1),
      onRefused: choice(options, 'onRefused', ['stop', 'set-aside'], 'stop'),
      reload: several(options, 'reload'),
      onDefinition: choice(options, 'definitions', ['carry', 'stop'], 'carry'),
      passDefinition: flag(options, 'passDefinition'),
      validate: choice(options, 'validate', ['continuous', 'none'], 'none'),
      ...changesFromOf(options),
    })
  } finally {
    await target.close()
  }
}

/** For a task without a load: from the place that is named, else from where the log ends at the first start. */
function changesFromOf(words: Words): Pick<ReplicateStep, 'changesFrom'> {
  const from = text(words, 'changesFrom')
  return from === undefined ? {} : { changesFrom: from }
}
