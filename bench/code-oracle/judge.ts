import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Ledger } from '../../src/core/ledger/ledger.js'
import { packageRoot } from '../../src/rules/assets.js'
import { isLedger } from '../code/ledger-of.js'
import { semicolons } from '../code/script.js'

/** One line of the judge's table. */
export interface ScoreRow {
  readonly kind: string
  readonly name: string
  readonly outcome: string
  readonly why: string
}

export interface OurConversion {
  readonly ledger: Ledger
  /** Statements of the target that stand for one that could not be converted. */
  readonly stubs: number
}

/** The steps of the shared judge for one folder of scripts. */
export interface Judge {
  readonly name: string
  readonly out: string
  split(): void
  convertOurs(): Promise<OurConversion>
  convertPeer(): void
  score(tool: 'crosswalk' | 'ora2pg'): readonly ScoreRow[]
  statementsIn(): number
}

const program = join(packageRoot, 'dist', 'src', 'cli', 'main.js')
const longest = 900_000

export function judgeOf(tool: string, port: number, source: string, out: string): Judge {
  const pieces = join(out, 'split.jsonl')
  const python = (script: string, ...words: readonly string[]): void =>
    void execFileSync('/usr/bin/python3', [join(tool, script), ...words], { stdio: 'ignore', timeout: longest })
  return {
    name: basename(source),
    out,
    split: () => python('sqlsplit.py', 'oracle', source, pieces),
    convertOurs: async () => {
      const target = join(out, 'crosswalk')
      const words = [
        'convert',
        source,
        '--from',
        'oracle',
        '--to',
        'postgres',
        '--target-version',
        '15',
        '--out',
        target,
      ]
      execFileSync(process.execPath, [program, ...words, '--json'], { stdio: ['ignore', 'ignore', 'inherit'] })
      const ledger: unknown = JSON.parse(readFileSync(join(target, 'ledger.json'), 'utf8'))
      if (!isLedger(ledger)) throw new Error(`no ledger of ${source}`)
      return { ledger, stubs: count(/RAISE EXCEPTION USING[^;]*'XW-R\d+/g, scriptsUnder(target)) }
    },
    convertPeer: () =>
      python(
        'convert/ora2pg.py',
        source,
        'oracle',
        join(out, 'ora2pg'),
        '--split',
        pieces,
        '--ver',
        'deb',
        '--mode',
        'single',
      ),
    score: (name) => {
      const [target, result] = [join(out, name), join(out, `${name}.tsv`)]
      const schemas = schemasIn(target)
      const known = schemas.length > 0 ? ['--schemas', schemas.join(',')] : []
      python('apply-check.py', target, result, '--port', String(port), '--skip-data', ...known)
      python(
        'score.py',
        pieces,
        'oracle',
        join(out, `${name}.catalog.json`),
        target,
        join(out, `${name}.score.tsv`),
        '-q',
      )
      return rowsOf(readFileSync(join(out, `${name}.score.tsv`), 'utf8'))
    },
    statementsIn: () => statementsOfPrograms(readFileSync(pieces, 'utf8')),
  }
}

/** Schemas that our scripts make: the judge looks for names in all of them. */
function schemasIn(target: string): readonly string[] {
  const folder = join(target, 'sql', 'pre-data')
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files.flatMap((file) => /^\d+-schema-([a-z0-9_]+)\.sql$/.exec(file)?.[1] ?? [])
}

function rowsOf(table: string): readonly ScoreRow[] {
  const [head = '', ...lines] = table.trimEnd().split('\n')
  const names = head.split('\t')
  const cell = (cells: readonly string[], name: string): string => cells[names.indexOf(name)] ?? ''
  return lines
    .map((line) => line.split('\t'))
    .map((cells) => ({
      kind: cell(cells, 'kind'),
      name: cell(cells, 'name'),
      outcome: cell(cells, 'outcome'),
      why: cell(cells, 'why'),
    }))
}

const programs = new Set(['function', 'procedure', 'trigger', 'package_body', 'type_body'])

function statementsOfPrograms(pieces: string): number {
  const units: readonly { readonly kind: string; readonly text: string }[] = pieces
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  return units.reduce((sum, { kind, text }) => sum + (programs.has(kind) ? semicolons(text) : 0), 0)
}

const scriptsUnder = (folder: string): string =>
  readdirSync(join(folder, 'sql'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .map((path) => readFileSync(join(folder, 'sql', path), 'utf8'))
    .join('\n')

const count = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0
