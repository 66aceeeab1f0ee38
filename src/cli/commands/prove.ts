import { exit } from '../exit.js'
import { declareEnds, withBothEnds } from '../steps/both-ends.js'
import { flag, positive, text, type Words } from '../steps/options.js'
import { proveDetails, proveLine, proveObjects } from '../steps/prove.js'
import type { Verb } from '../verb.js'

const listOf = (words: Words, key: string): readonly string[] => {
  const given = words[key]
  return Array.isArray(given) ? given.map(String) : []
}

/** `crosswalk prove SOURCE TARGET --out OUT`: runs routines, triggers and views on both sides and compares what they do. */
export const prove: Verb = {
  declare: (command) => {
    declareEnds(command)
    command
      .option('--schema <name...>', 'source schemas; those of the conversion when not given')
      .option('--sample <n>', 'cases for each object', '30')
      .option('--seed <text>', 'other cases, the same every time for the same text', 'crosswalk')
      .option('--only <name...>', 'only these objects')
      .option('--timeout <seconds>', 'time for one call on each side', '5')
      .option('--allow-commit', 'run what ends transactions too; what it does stays on BOTH sides')
  },
  run: (words, options, context) =>
    withBothEnds(words, options, context, async ({ out, source, target }) => {
      const result = await proveObjects(
        {
          ...{ out, source, target },
          schemas: listOf(options, 'schema'),
          options: {
            sample: positive(options, 'sample', 30),
            seed: text(options, 'seed') ?? 'crosswalk',
            timeout: positive(options, 'timeout', 5) * 1000,
            allowCommit: flag(options, 'allowCommit'),
            only: listOf(options, 'only'),
          },
        },
        context,
      )
      const shown = context.terminal.json
        ? JSON.stringify(result, (key, value) => (key === 'steps' ? undefined : value))
        : `${proveDetails(result, out.folder)}\n${proveLine(result)}`
      context.terminal.out(shown)
      return result.totals.different > 0 ? exit.findings : exit.done
    }),
}
