import { Command, CommanderError, Option } from 'commander'
import { OperationError } from '../core/findings/operation-error.js'
import { usage } from './endpoint-url.js'
import { exit } from './exit.js'
import { describeFailure } from './failure.js'
import { createTerminal, safe, type Terminal } from './terminal.js'
import type { CommandContext, Verb, VerbGroup } from './verb.js'

// Each verb is loaded only when it is called: `crosswalk explain` needs no driver and no grammar.
const verbs: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Verb | VerbGroup> }>> = {
  demo: {
    summary: 'a whole migration on embedded servers, nothing to install',
    load: async () => (await import('./commands/demo.js')).demo,
  },
  discover: {
    summary: 'find databases on given hosts and ranges, and what they are',
    load: async () => (await import('./commands/discover.js')).discover,
  },
  assess: {
    summary: 'report what converts, what does not, and the effort',
    load: async () => (await import('./commands/convert.js')).assess,
  },
  convert: {
    summary: 'write the converted schema, its ledger and its report',
    load: async () => (await import('./commands/convert.js')).convert,
  },
  apply: {
    summary: 'create the converted objects on the target',
    load: async () => (await import('./commands/apply.js')).apply,
  },
  load: { summary: 'copy the rows', load: async () => (await import('./commands/load.js')).load },
  validate: {
    summary: 'compare every value on both sides',
    load: async () => (await import('./commands/validate.js')).validate,
  },
  prove: {
    summary: 'run routines, triggers and views on both sides and compare what they do',
    load: async () => (await import('./commands/prove.js')).prove,
  },
  migrate: {
    summary: 'all of it: convert, apply, load, validate',
    load: async () => (await import('./commands/migrate.js')).migrate,
  },
  replicate: {
    summary: 'load, then keep the target in step with the source until the users move',
    load: async () => (await import('./commands/replicate.js')).replicate,
  },
  cutover: {
    summary: 'check that both sides are equal and stand still, then make the target ready for its users',
    load: async () => (await import('./commands/cutover.js')).cutover,
  },
  fallback: {
    summary: 'after a cutover, keep the old source in step with the new one, and go back to it',
    load: async () => (await import('./commands/fallback.js')).fallback,
  },
  endpoint: {
    summary: 'add, list, test, remove: connections of a project, and the rights they need',
    load: async () => (await import('./commands/endpoint.js')).endpoint,
  },
  task: {
    summary: 'create, list, show, start, stop, resume, reload, validate, delete: replication tasks of a project',
    load: async () => (await import('./commands/task.js')).task,
  },
  serve: {
    summary: 'REST API and web console of a project; runs its tasks',
    load: async () => (await import('./commands/serve.js')).serve,
  },
  explain: { summary: 'what a finding code means', load: async () => (await import('./commands/explain.js')).explain },
}

/** Milliseconds that a stopped run has for rolling back before it ends anyhow. */
const grace = 20_000

/** Runs one command line and gives the process's exit code. Never throws. */
export async function run(argv: readonly string[], version: string): Promise<number> {
  const terminal = createTerminal({ json: argv.includes('--json') })
  const debug = argv.includes('--debug')
  const stop = new AbortController()
  let stopped: { readonly signal: string; readonly code: number } | undefined
  const onSignal = (signal: string, code: number) => (): void => {
    if (stopped !== undefined) process.exit(code)
    stopped = { signal, code }
    stop.abort()
    terminal.note('stopping after the work in flight is rolled back; once more stops at once')
    setTimeout(() => {
      terminal.note('a server has not answered: what it still does for us is left to it to roll back')
      process.exit(code)
    }, grace).unref()
  }
  process.on('SIGINT', onSignal('SIGINT', exit.interrupted))
  process.on('SIGTERM', onSignal('SIGTERM', exit.terminated))
  // An error that no promise carries must not end in a stack.
  process.on('uncaughtException', (error) => void fail(error, terminal, debug).then((code) => process.exit(code)))
  try {
    const code = await dispatch(argv, { terminal, signal: stop.signal, version })
    return stopped?.code ?? code
  } catch (error) {
    if (stopped) {
      const error = new OperationError('XW-S0025', { signal: stopped.signal }, { retryable: true })
      return fail(error, terminal, debug, stopped.code)
    }
    if (error instanceof CommanderError && error.exitCode === 0) return exit.done
    return fail(error instanceof CommanderError ? usage(usageText(error, argv)) : error, terminal, debug)
  }
}

/** The parser's own message on one line; where it would print the whole help instead, what was wrong. */
function usageText(error: CommanderError, argv: readonly string[]): string {
  if (error.code === 'commander.help' || error.message === '(outputHelp)')
    return `${argv.at(-1) ?? ''} is not a command; crosswalk --help lists them`
  return error.message.replace(/^error: /, '').replaceAll('\n', ' ')
}

async function dispatch(argv: readonly string[], context: CommandContext): Promise<number> {
  let code: number = exit.done
  const program = await buildProgram(argv, context, (result) => {
    code = result
  })
  await program.parseAsync([...argv], { from: 'user' })
  return code
}

async function buildProgram(
  argv: readonly string[],
  context: CommandContext,
  done: (code: number) => void,
): Promise<Command> {
  const program = new Command('crosswalk')
    .description('Moves a database from one engine to another, and proves it.')
    .version(context.version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeErr: () => undefined })
  const called = argv.find((word) => !word.startsWith('-'))
  for (const [name, verb] of Object.entries(verbs)) {
    const command = program.command(name).description(verb.summary)
    if (name !== called && called !== 'help') continue
    const loaded = await verb.load()
    if ('run' in loaded) declareVerb(command, loaded, context, done)
    else
      for (const [own, each] of Object.entries(loaded.verbs))
        declareVerb(command.command(own).description(each.summary), each.verb, context, done)
  }
  if (argv.every((word) => word === '--json' || word === '--debug'))
    throw usage('name a command: crosswalk --help lists them')
  return program
}

function declareVerb(
  command: Command,
  { declare, run: work }: Verb,
  context: CommandContext,
  done: (code: number) => void,
) {
  declare(command)
  command
    .addOption(new Option('--json', 'print the result as JSON'))
    .addOption(new Option('--debug', 'print stacks of unexpected errors').hideHelp())
    .action(async (...args: unknown[]) => {
      const words = args
        .slice(0, -2)
        .flat()
        .filter((word): word is string => typeof word === 'string')
      done(await work(words, command.opts(), context))
    })
}

async function fail(error: unknown, terminal: Terminal, debug: boolean, code?: number): Promise<number> {
  const described = await describeFailure(error)
  const failure = { ...described, exit: code ?? described.exit }
  if (terminal.json) terminal.out(JSON.stringify({ error: failure }))
  terminal.note(`${failure.code}: ${safe(failure.message)}`)
  for (const line of failure.remedy) terminal.note(`  try: ${line}`)
  if (debug && error instanceof Error)
    terminal.note(`${error.stack ?? ''}${error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? ''}` : ''}`)
  return failure.exit
}
