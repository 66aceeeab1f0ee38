import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { connectMysql, connectPostgres } from '../support/servers.js'
import { readAnswers } from './answers.js'
import { type Difference, unnamedDifferences } from './compare.js'
import { readSource } from './source-facts.js'
import { readTarget } from './target-facts.js'

export interface Census {
  readonly exit: number
  readonly output: string
  readonly differences: readonly Difference[]
  /** Statements that the proof accepted and the target did not, for another reason than its rows. */
  readonly refused: readonly string[]
}

/** Runs the command line on databases of the source, then asks both servers what they hold. */
export async function migrateAndCompare(
  source: Endpoint,
  target: Endpoint,
  schemas: readonly string[],
  project: string,
  work: 'migrate' | 'compare only' = 'migrate',
): Promise<Census> {
  const run = work === 'migrate' ? await runMigrate(source, target, schemas, project) : { exit: 0, output: '' }
  const answers = readAnswers(join(project, 'out'))
  const from = await connectMysql(source)
  const to = await connectPostgres(target)
  const differences: Difference[] = []
  try {
    await from.query('CREATE DATABASE IF NOT EXISTS census_scratch')
    for (const schema of schemas) {
      const facts = await readSource(from, schema, 'census_scratch')
      const there =
        answers.mapping.tables.find((one) => one.source.schema === schema)?.target.schema ?? schema.toLowerCase()
      differences.push(...unnamedDifferences({ source: facts, target: await readTarget(to, there), answers }))
    }
  } finally {
    await Promise.all([from.end(), to.end()])
  }
  const refused = run.output.split('\n').filter((line) => /^refused /.test(line) && !/violated by some row/.test(line))
  return { ...run, differences, refused }
}

async function runMigrate(
  source: Endpoint,
  target: Endpoint,
  schemas: readonly string[],
  project: string,
): Promise<{ readonly exit: number; readonly output: string }> {
  const url = (scheme: string, { user, host, port, database }: Endpoint): string =>
    `${scheme}://${encodeURIComponent(user)}@${host}:${port}/${scheme === 'mysql' ? '' : database}`
  const words = [
    'migrate',
    url('mysql', source),
    url('postgresql', target),
    '--project',
    project,
    '--schema',
    ...schemas,
  ]
  const env = {
    ...process.env,
    CROSSWALK_SOURCE_PASSWORD: source.password ?? '',
    CROSSWALK_TARGET_PASSWORD: target.password ?? '',
  }
  const done = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...words], {
    env,
    maxBuffer: 1 << 26,
  }).catch((error: { code?: number; stdout?: string; stderr?: string }) => ({
    code: error.code ?? 1,
    stdout: error.stdout ?? '',
    stderr: error.stderr ?? String(error),
  }))
  return { exit: 'code' in done ? Number(done.code) : 0, output: `${done.stdout}${done.stderr}` }
}
