import { Command, CommanderError, Option } from 'commander'
import { usage } from './endpoint-url.js'
import { exit } from './exit.js'
import { describeFailure } from './failure.js'
import { createTerminal, safe, type Terminal } from './terminal.js'

/** What every command gets: where to print, and when to stop. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly signal: AbortSignal
  readonly version: string
}

/** One verb: declares its words, and does its work when called. Returns the exit code. */
export interface Verb {
  readonly declare: (command: Command) => void
  readonly run: (
    words: readonly string[],
    options: Readonly<Record<string, unknown>>,
    context: CommandContext,
  ) => Promise<number>
}

// Each verb is loaded only when it is called: `crosswalk explain` needs no driver and no grammar.
const verbs: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Verb> }>> = {
  demo: {
    summary: 'a whole migration on embedded servers, nothing to install',
    load: async () => (await import('./commands/demo.js')).demo,
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
  migrate: {
    summary: 'all of it: convert, apply, load, validate',
    load: async () => (await import('./commands/migrate.js')).migrate,
  },
  explain: { summary: 'what a finding code means', load: async () => (await import('./commands/explain.js')).explain },
}

/** Runs one command line and gives the process's exit code. Never throws. */
export async function run(argv: readonly string[], version: string): Promise<number> {
  const terminal = createTerminal({ json: argv.includes('--json') })
  const stop = new AbortController()
  let signalled: number | undefined
  const onSignal = (code: number) => (): void => {
    if (signalled !== undefined) process.exit(code)
    signalled = code
    stop.abort()
    terminal.note('stopping after the work in flight is rolled back; once more stops at once')
  }
  process.on('SIGINT', onSignal(exit.interrupted))
  process.on('SIGTERM', onSignal(exit.terminated))
  try {
    const code = await dispatch(argv, { terminal, signal: stop.signal, version })
    return signalled ?? code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage
    return signalled ?? (await fail(error, terminal, argv.includes('--debug')))
  }
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
    .showHelpAfterError('(add --help for the words of this command)')
  const called = argv.find((word) => !word.startsWith('-'))
  for (const [name, verb] of Object.entries(verbs)) {
    const command = program.command(name).description(verb.summary)
    if (name !== called && called !== 'help') continue
    const { declare, run: work } = await verb.load()
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
  if (called === undefined && !argv.includes('--help') && !argv.includes('-h'))
    throw usage('name a command: crosswalk --help lists them')
  return program
}

async function fail(error: unknown, terminal: Terminal, debug: boolean): Promise<number> {
  const failure = await describeFailure(error)
  if (terminal.json) terminal.out(JSON.stringify({ error: failure }))
  terminal.note(`${failure.code}: ${safe(failure.message)}`)
  for (const line of failure.remedy) terminal.note(`  try: ${line}`)
  if (debug && error instanceof Error)
    terminal.note(`${error.stack ?? ''}${error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? ''}` : ''}`)
  return failure.exit
}
