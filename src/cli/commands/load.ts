import { exit } from '../exit.js'
import { declareEnds, withBothEnds } from '../steps/both-ends.js'
import { loadRows, loadTable } from '../steps/load.js'
import { declarePolicies, flag, policiesOf, positive } from '../steps/options.js'
import { readScriptData } from '../steps/read.js'
import type { Verb } from '../verb.js'

/** `crosswalk load SOURCE TARGET --out OUT`: copies the rows by the mapping of a finished conversion. Goes on where it was stopped. */
export const load: Verb = {
  declare: (command) => {
    declareEnds(command, 'connections to each side').option('--restart', 'empty the target tables and begin again')
    declarePolicies(command)
  },
  run: (words, options, context) =>
    withBothEnds(words, options, context, async ({ out, source, target, rejectFolder }) => {
      const segments = source.kind === 'script' ? await readScriptData(source, context) : []
      const workers = positive(options, 'workers', 4)
      const step = { mapping: out.mapping, source, segments, target, workers, rejectFolder }
      const choices = { policies: policiesOf(options), restart: flag(options, 'restart') }
      const result = await loadRows({ ...step, ...choices }, context)
      context.terminal.out(context.terminal.json ? JSON.stringify(result) : loadTable(result))
      return result.rejected > 0 ? exit.incomplete : exit.done
    }),
}
