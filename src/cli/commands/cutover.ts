import type { Command } from 'commander'
import type { Evidence } from '../../project/moves.js'
import { exit } from '../exit.js'
import { type CutoverOutcome, cutOver, rehearse } from '../steps/cutover.js'
import { flag, positive, type Words } from '../steps/options.js'
import type { ReplicateStep } from '../steps/replicate.js'
import { missingLines } from '../steps/replicate-text.js'
import { validateDetails, validateLine } from '../steps/validate.js'
import { count } from '../terminal.js'
import type { CommandContext, Verb } from '../verb.js'
import { declareTask, withTask } from './replicate.js'

/** `crosswalk cutover SOURCE TARGET`: checks that nothing changes and nothing differs, then makes the target ready for its users. */
export const cutover: Verb = {
  declare: (command) => declareCutover(declareTask(command)),
  run: (words, options, context) => withTask(words, options, context, (step) => moveUsers(step, options, context)),
}

export function declareCutover(command: Command): void {
  command
    .option('--quiet <seconds>', 'how long nothing may change on the source', '5')
    .option('--fallback', 'prepare the way back: crosswalk fallback can then keep the source in step with the target')
    .option('--rehearse', 'look at all of it, and make nothing')
}

export async function moveUsers(following: ReplicateStep, options: Words, context: CommandContext): Promise<number> {
  const how = { quiet: positive(options, 'quiet', 5), fallback: flag(options, 'fallback') }
  const step = { ...following, ...how, untilCaughtUp: true, restart: false }
  if (flag(options, 'rehearse')) return tellGates(await rehearse(step, context), context)
  const outcome = await cutOver(step, context)
  const { checked, created } = outcome
  const validation = checked?.validation
  if (context.terminal.json)
    context.terminal.out(
      JSON.stringify({ exit: outcome.exit, ...checked?.caughtUp.result, validation: validation?.totals, created }),
    )
  else if (validation?.equal === false) context.terminal.out(validateDetails(validation))
  else context.terminal.out(readyText(outcome, how.fallback))
  return outcome.exit
}

function tellGates(evidence: Evidence, { terminal }: CommandContext): number {
  const isReady = evidence.gates.every(({ state }) => state === 'met' || state === 'attention')
  const code = isReady ? exit.done : exit.findings
  const lines = evidence.gates.map(({ gate, state, evidence }) => `${gate.padEnd(10)} ${state.padEnd(9)} ${evidence}`)
  terminal.out(terminal.json ? JSON.stringify({ exit: code, ...evidence }) : lines.join('\n'))
  return code
}

function readyText({ checked, created, plan }: CutoverOutcome, wayBack: boolean): string {
  const missing = missingLines(plan)
  return [
    ...(checked?.validation ? [`compared   ${validateLine(checked.validation)}`] : []),
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
