import type { Command } from 'commander'
import { exit as exits } from '../exit.js'
import { type FallbackOutcome, followBack, giveUp, goBack } from '../steps/fallback.js'
import { flag, positive, type Words } from '../steps/options.js'
import type { ReplicateStep } from '../steps/replicate.js'
import { validateDetails, validateLine } from '../steps/validate.js'
import { count, duration } from '../terminal.js'
import type { CommandContext, Verb } from '../verb.js'
import { declareTask, withTask } from './replicate.js'

/**
 * `crosswalk fallback SOURCE TARGET`: after a cutover with `--fallback`, keeps SOURCE in step with what the users write on
 * TARGET; with `--return` it makes SOURCE ready for the users again.
 */
export const fallback: Verb = {
  declare: (command) => declareFallback(declareTask(command)),
  run: (words, options, context) => withTask(words, options, context, (step) => moveBack(step, options, context)),
}

export function declareFallback(command: Command): void {
  command
    .option('--until <when>', 'caught-up (the source has what the target had when asked) or stopped', 'stopped')
    .option(
      '--return',
      'the users go back: check that both sides are equal and stand still, then make the source ready',
    )
    .option('--give-up', 'the way back is not needed any more: the target need not keep its log for it')
    .option('--quiet <seconds>', 'how long nothing may change before the return', '5')
}

export async function moveBack(step: ReplicateStep, options: Words, context: CommandContext): Promise<number> {
  const how = { ...step, quiet: positive(options, 'quiet', 5), fallback: true }
  if (flag(options, 'giveUp')) {
    await giveUp(how)
    context.terminal.out(context.terminal.json ? '{"exit":0}' : 'given up   nothing is kept for the way back any more')
    return exits.done
  }
  const outcome = await (flag(options, 'return') ? goBack(how, context) : followBack(how, context))
  const { result, returned, exit } = outcome
  if (context.terminal.json)
    context.terminal.out(JSON.stringify({ exit, ...result, validation: returned?.validation.totals }))
  else if (returned?.validation.equal === false) context.terminal.out(validateDetails(returned.validation))
  else context.terminal.out(fallbackText(outcome))
  return exit
}

const fallbackText = ({ result, returned }: FallbackOutcome): string =>
  [
    `changes    ${count(result.transactions)} transactions, ${count(result.changes)} changes in ${count(result.batches)} batches`,
    ...(result.setAside > 0 ? [`set aside  ${count(result.setAside)} changes`] : []),
    ...(returned
      ? [
          `compared   ${validateLine(returned.validation)}`,
          `made       ${count(returned.triggers)} triggers that were away; counters are set`,
          'ready      the users can go back to the source',
        ]
      : [`way back   ${result.ended}: the source has all of it`]),
    `took       ${duration(result.seconds)}`,
  ].join('\n')
