import { exit } from '../exit.js'
import { declareEnds, withBothEnds } from '../steps/both-ends.js'
import { declarePolicies, policiesOf, positive, text } from '../steps/options.js'
import { readScriptData } from '../steps/read.js'
import { validateDetails, validateLine, validateRows } from '../steps/validate.js'
import type { Verb } from '../verb.js'

/** `crosswalk validate SOURCE TARGET --out OUT`: compares every value, computed in each engine or from the file. */
export const validate: Verb = {
  declare: (command) => {
    declareEnds(command, 'tables compared at the same time').option(
      '--repair <file>',
      'write statements that give the target the rows of the source; nothing is run',
    )
    declarePolicies(command)
  },
  run: (words, options, context) =>
    withBothEnds(words, options, context, async ({ out, source, target, rejectFolder }) => {
      const segments = source.kind === 'script' ? await readScriptData(source, context) : []
      const workers = positive(options, 'workers', 4)
      const repair = text(options, 'repair')
      const step = {
        ...{ mapping: out.mapping, source, segments, target, workers, rejectFolder },
        ...(repair === undefined ? {} : { repair }),
      }
      const result = await validateRows({ ...step, policies: policiesOf(options) }, context)
      const shown = context.terminal.json
        ? JSON.stringify(result)
        : `${validateDetails(result)}\n${validateLine(result)}`
      context.terminal.out(shown)
      return result.equal ? exit.done : exit.findings
    }),
}
