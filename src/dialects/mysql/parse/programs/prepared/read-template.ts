import { createFindingSink, finding } from '../../../../../core/findings/finding.js'
import type { Expr } from '../../../../../core/ir/expr.js'
import type { Origin } from '../../../../../core/ir/names.js'
import type { Execute, Program, Stmt } from '../../../../../core/ir/program.js'
import { withComments } from '../comments.js'
import { type ProgramText, readProgram } from '../program.js'
import type { Template } from './pieces.js'
import { withStaticStatements } from './static-statements.js'

/** `readProgram`, with statements that are built as text and known but for their values in the place of their EXECUTE. */
export function readWholeProgram(of: ProgramText): Program | undefined {
  const program = readProgram(of)
  if (!program) return undefined
  const made = withStaticStatements(program, (template, execute) => readTemplate(template, execute, of))
  return withComments(made, of.text)
}

/** The statement of a template with its values in it; it stands where EXECUTE stood. */
function readTemplate({ sql, values }: Template, execute: Execute, of: ProgramText): Stmt | undefined {
  const sink = createFindingSink()
  const params = [...values.keys()].map((name) => `${name} TEXT`).join(', ')
  const text = `CREATE PROCEDURE prepared_statement(${params}) BEGIN ${sql.replace(/;\s*$/, '')}; END`
  const read = readProgram({ ...of, form: 'procedure', text, sink })
  const body = read?.body
  if (!read || body?.kind !== 'block' || read.understood.opaque > 0 || sink.all.length > 0) return undefined
  const [only, ...others] = body.statements
  if (!only || others.length > 0 || only.kind === 'opaque') return undefined
  if (countsColumns(only) || namesIn(only, values).size < values.size) return undefined
  const at = { object: of.object, origin: execute.origin }
  of.sink.add(finding('XW-P0407', at, { text: sql.trim().slice(0, 60) }))
  return filled(only, values, execute.origin)
}

/** A copy with the values in place, all of it with one origin. Statements are plain data throughout. */
function filled<T>(node: T, values: ReadonlyMap<string, Expr>, origin: Origin): T {
  if (Array.isArray(node)) return node.map((each) => filled(each, values, origin)) as T
  if (typeof node !== 'object' || node === null) return node
  if (isHole(node)) {
    const value = values.get(node.name.text.toLowerCase())
    if (value) return value as T
  }
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    key === 'origin' ? origin : filled(value, values, origin),
  ])
  return Object.fromEntries(entries) as T
}

/** The names of values that stand where a value can. */
function namesIn(node: unknown, values: ReadonlyMap<string, Expr>, found = new Set<string>()): ReadonlySet<string> {
  if (typeof node !== 'object' || node === null) return found
  if (isHole(node) && values.has(node.name.text.toLowerCase())) found.add(node.name.text.toLowerCase())
  for (const value of Object.values(node)) namesIn(value, values, found)
  return found
}

/** A number behind ORDER BY or GROUP BY that is written into the text is the place of a column. */
function countsColumns(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false
  return Object.entries(node).some(([key, value]) =>
    (key === 'orderBy' || key === 'groupBy') && Array.isArray(value) && value.some((item) => isHole(item?.expr ?? {}))
      ? true
      : countsColumns(value),
  )
}

const isHole = (node: object): node is { readonly name: { readonly text: string } } =>
  'kind' in node && node.kind === 'variable' && 'scope' in node && node.scope === 'local'
