import { join } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../config.js'
import { openSource, type Source } from '../source.js'
import type { CommandContext } from '../verb.js'
import { text, type Words } from './options.js'
import { type Converted, readOut } from './out.js'
import { openTarget, type Target } from './target.js'

/** What a command works on that comes after a conversion: its folder and the two ends. */
export interface BothEnds {
  readonly out: Converted
  readonly source: Source
  readonly target: Target
  readonly rejectFolder: string
}

/** The words of such a command; `workers` says what runs at the same time, where something may. */
export function declareEnds(command: Command, workers?: string): Command {
  if (workers !== undefined) command.option('--workers <n>', workers, '4')
  return command
    .argument('<source>', 'URL, dump file or folder, or name from the configuration')
    .argument('<target>', 'URL, name from the configuration, or "embedded"')
    .option('--out <dir>', 'folder of the finished conversion', 'crosswalk-out')
    .option('--from <engine>', 'engine of a dump file; the one of the conversion when not given')
    .option('--rejects <dir>', 'folder of rows set aside; OUT/rejects when not given')
    .option('--project <dir>', 'folder of embedded servers', '.crosswalk')
    .option('--config <file>', 'configuration, crosswalk.yaml when not given')
}

/** Opens both ends, does the work, and stops a server that was started for it. */
export async function withBothEnds(
  words: readonly string[],
  options: Words,
  context: CommandContext,
  work: (ends: BothEnds) => Promise<number>,
): Promise<number> {
  const out = readOut(text(options, 'out') ?? '')
  const config = readConfig(text(options, 'config'))
  const source = await openSource(words[0] ?? '', text(options, 'from') ?? out.ledger.source.dialect, config)
  const target = await openTarget(words[1] ?? '', {
    project: text(options, 'project') ?? '.crosswalk',
    embeddedDialect: out.ledger.target.dialect,
    config,
    database: out.ledger.source.name,
    signal: context.signal,
  })
  try {
    return await work({ out, source, target, rejectFolder: text(options, 'rejects') ?? join(out.folder, 'rejects') })
  } finally {
    await target.close()
  }
}
