import { type CutoverOutcome, cutOver } from '../steps/cutover.js'
import { positive } from '../steps/options.js'
import { missingLines } from '../steps/replicate.js'
import { validateDetails, validateLine } from '../steps/validate.js'
import { count } from '../terminal.js'
import type { Verb } from '../verb.js'
import { declareTask, withTask } from './replicate.js'

/** `crosswalk cutover SOURCE TARGET`: checks that nothing changes and nothing differs, then makes the target ready for its users. */
export const cutover: Verb = {
  declare: (command) => {
    declareTask(command).option('--quiet <seconds>', 'how long nothing may change on the source', '5')
  },
  run: (words, options, context) =>
    withTask(words, options, context, async (step) => {
      const quiet = positive(options, 'quiet', 5)
      const outcome = await cutOver({ ...step, quiet, untilCaughtUp: true, restart: false }, context)
      const { checked, created } = outcome
      const validation = checked?.validation
      if (context.terminal.json)
        context.terminal.out(
          JSON.stringify({ exit: outcome.exit, ...checked?.caughtUp.result, validation: validation?.totals, created }),
        )
      else context.terminal.out(validation?.equal === false ? validateDetails(validation) : readyText(outcome))
      return outcome.exit
    }),
}

function readyText({ checked, created, plan }: CutoverOutcome): string {
  const missing = missingLines(plan)
  return [
    ...(checked ? [`compared   ${validateLine(checked.validation)}`] : []),
    checked || created > 0
      ? `made       ${count(created)} objects that waited for the cutover; counters are set`
      : 'made       nothing: an earlier run has done it all',
    ...missing,
    plan.cutover === 'done' ? readyLine(missing) : 'not ready  the target refused some of them: run cutover again',
  ].join('\n')
}

const readyLine = (missing: readonly string[]): string =>
  `ready      the users can move to the target${missing.length > 0 ? ', if they can do without what stands above' : ''}`
