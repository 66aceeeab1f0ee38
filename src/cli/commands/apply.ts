import { readConfig } from '../config.js'
import { exit } from '../exit.js'
import { type ApplyOutcome, applyStatements, planText, refuseDrifted } from '../steps/apply.js'
import { choice, flag, positive, text } from '../steps/options.js'
import { readOut } from '../steps/out.js'
import { openTarget } from '../steps/target.js'
import { safe, type Terminal } from '../terminal.js'
import type { Verb } from '../verb.js'

const phases = ['pre-data', 'post-data', 'post-cutover'] as const

/** `crosswalk apply OUT TARGET`: creates what a conversion left in OUT; shows the plan first. */
export const apply: Verb = {
  declare: (command) =>
    void command
      .argument('<out>', 'folder of a finished conversion')
      .argument('<target>', 'URL, name from the configuration, or "embedded"')
      .option('--ddl <form>', 'minimal (tables, primary keys, what identifies rows) or full', 'full')
      .option('--phase <phase>', `only ${phases.join(', ')}; all when not given`)
      .option('--workers <n>', 'indexes and keys built at the same time', '4')
      .option('--dry-run', 'show the plan and stop')
      .option('--project <dir>', 'folder of embedded servers', '.crosswalk')
      .option('--config <file>', 'configuration, crosswalk.yaml when not given'),
  run: async (words, options, context) => {
    const out = readOut(words[0] ?? '')
    const phase = text(options, 'phase')
    const wanted = phase === undefined ? phases : [choice(options, 'phase', phases, 'pre-data')]
    const target = await openTarget(words[1] ?? '', {
      project: text(options, 'project') ?? '.crosswalk',
      embeddedDialect: out.ledger.target.dialect,
      config: readConfig(text(options, 'config')),
      database: out.ledger.source.name,
      signal: context.signal,
    })
    try {
      const step = {
        statements: out.statements,
        target,
        ddl: choice(options, 'ddl', ['minimal', 'full'], 'full'),
        phases: wanted,
        workers: positive(options, 'workers', 4),
      }
      const plan = await applyStatements({ ...step, dryRun: true }, context)
      if (!context.terminal.json) context.terminal.out(planText(plan.plan))
      if (!flag(options, 'dryRun')) refuseDrifted(plan.drifted)
      const outcome = flag(options, 'dryRun') ? plan : await applyStatements({ ...step, dryRun: false }, context)
      return report(outcome, context.terminal)
    } finally {
      await target.close()
    }
  },
}

function report(outcome: ApplyOutcome, terminal: Terminal): number {
  if (terminal.json) terminal.out(JSON.stringify(outcome))
  for (const { step, error } of outcome.failed) terminal.note(`refused: ${safe(step.statement)}: ${safe(error)}`)
  if (outcome.failed.length > 0) return exit.failed
  return outcome.drifted.length > 0 ? exit.decisionNeeded : exit.done
}
