import { type CutoverOutcome, cutOver } from '../steps/cutover.js'
import { flag, positive } from '../steps/options.js'
import { missingLines } from '../steps/replicate-text.js'
import { validateDetails, validateLine } from '../steps/validate.js'
import { count } from '../terminal.js'
import type { Verb } from '../verb.js'
import { declareTask, withTask } from './replicate.js'

/** `crosswalk cutover SOURCE TARGET`: checks that nothing changes and nothing differs, then makes the target ready for its users. */
export const cutover: Verb = {
  declare: (command) => {
    declareTask(command)
      .option('--quiet <seconds>', 'how long nothing may change on the source', '5')
      .option('--fallback', 'prepare the way back: crosswalk fallback can then keep the source in step with the target')
  },
  run: (words, options, context) =>
    withTask(words, options, context, async (step) => {
      const how = { quiet: positive(options, 'quiet', 5), fallback: flag(options, 'fallback') }
      const outcome = await cutOver({ ...step, ...how, untilCaughtUp: true, restart: false }, context)
      const { checked, created } = outcome
      const validation = checked?.validation
      if (context.terminal.json)
        context.terminal.out(
          JSON.stringify({ exit: outcome.exit, ...checked?.caughtUp.result, validation: validation?.totals, created }),
        )
      else if (validation?.equal === false) context.terminal.out(validateDetails(validation))
      else context.terminal.out(readyText(outcome, how.fallback))
      return outcome.exit
    }),
}

function readyText({ checked, created, plan }: CutoverOutcome, wayBack: boolean): string {
  const missing = missingLines(plan)
  return [
    ...(checked ? [`compared   ${validateLine(checked.validation)}`] : []),
    checked || created > 0
      ? `made       ${count(created)} objects that waited for the cutover; counters are set`
      : 'made       nothing: an earlier run has done it all',
    ...missing,
    ...(wayBack ? ['way back   prepared: the target keeps its log for crosswalk fallback from here on'] : []),
    plan.cutover === 'done' ? readyLine(missing) : 'not ready  the target refused some of them: run cutover again',
  ].join('\n')
}

const readyLine = (missing: readonly string[]): string =>
  `ready      the users can move to the target${missing.length > 0 ? ', if they can do without what stands above' : ''}`
