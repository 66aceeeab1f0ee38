#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../rules/assets.js'

/** Answers the cheap questions before anything heavy is loaded; see `program.ts` for the commands. */
async function main(argv: readonly string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version()}\n`)
    return
  }
  const { run } = await import('./program.js')
  process.exitCode = await run(argv, version())
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}

// A closed pipe (`crosswalk … | head`) is a quiet end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
// Nobody reads the progress any more; the work goes on.
process.stderr.on('error', () => undefined)

await main(process.argv.slice(2))
