import { parseProgram, parseQuery } from '../../../../../grammars/oracle/parser.js'
import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import { createFindingSink, finding } from '../../../../core/findings/finding.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Origin } from '../../../../core/ir/names.js'
import type { Query } from '../../../../core/ir/query.js'
import type { Execute, Stmt, Target } from '../../../../core/ir/statement.js'
import { originOf } from '../cst.js'
import { where } from '../problems.js'
import { lowerQuery } from '../queries.js'
import { exprOf, type ProgramContext } from './context.js'
import { intoTargets } from './into.js'
import { lowerRoutine } from './routines.js'

/** EXECUTE IMMEDIATE: the statement itself where its text is written out, else a text that is not known. */
export function lowerExecute(of: CstNode, context: ProgramContext): Stmt | undefined {
  const into = node(of, 'intoClause')
  const targets = intoTargets(into, context, true)
  const returned = node(of, 'returned')
  const given = intoTargets(returned, context)
  if ((into && !targets) || (returned && !given)) return undefined
  const using = node(of, 'usingClause')
  const items = using ? nodes(using, 'usingItem') : []
  const values = items.map((each) => ({ value: exprOf(each, context), out: hasWord(each, 'OUT') }))
  const places: readonly Place[] = [...values, ...(given ?? []).flatMap(placeOf)]
  const text = exprOf(of, context)
  const collects = into !== undefined && hasWord(into, 'BULK')
  const fixed = fixedStatement({ text, places, targets, collects, origin: originOf(of, context) }, context)
  if (fixed) return fixed
  if (collects || returned || values.some((each) => each.out)) return undefined
  return {
    kind: 'execute',
    what: { text },
    using: values.map((each) => each.value),
    ...(targets ? { into: targets } : {}),
    silent: true,
    parts: partsOf(text),
    origin: originOf(of, context),
  } satisfies Execute
}

/** What a placeholder of the text stands for; `out`: the statement gives it a value. */
interface Place {
  readonly value: Expr
  readonly out: boolean
}

const placeOf = (target: Target): readonly Place[] => (target.kind === 'column' ? [{ value: target, out: true }] : [])

interface Fixed {
  readonly text: Expr
  readonly places: readonly Place[]
  readonly targets?: readonly Target[] | undefined
  readonly collects: boolean
  readonly origin: Origin
}

function fixedStatement(of: Fixed, context: ProgramContext): Stmt | undefined {
  const sql = writtenText(of.text)
  const word = sql && /^\s*\(*\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase()
  if (!sql || !word) return undefined
  const { targets, origin } = of
  if (word === 'SELECT' || word === 'WITH') {
    const query = targets && fixedQuery(sql, of.places, origin, context)
    const how = of.collects ? ({ collects: true } as const) : ({ strict: true } as const)
    return query && targets && { kind: 'selectInto', query, targets, ...how, origin }
  }
  if (targets || !['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'BEGIN', 'DECLARE'].includes(word)) return undefined
  return fixedChange(sql, word === 'BEGIN' || word === 'DECLARE', of, context)
}

/** The query of a text that is written out; undefined when it is not, or not understood as a whole. */
export function fixedQuery(
  text: Expr | string,
  places: readonly Place[],
  origin: Origin,
  context: ProgramContext,
): Query | undefined {
  const sql = typeof text === 'string' ? text : writtenText(text)
  const named = sql && withNames(sql, places.length, false)
  const parsed = named ? parseQuery(named) : undefined
  if (!sql || !named || !parsed || !('cst' in parsed)) return undefined
  return understood(sql, origin, context, (inner) =>
    filled(lowerQuery(parsed.cst, { ...inner, text: named }), places.map(asVariable), origin),
  )
}

/** A change of rows, or a block: in a block a placeholder of the same name is the same value, and no column hides a variable. */
function fixedChange(sql: string, isBlock: boolean, of: Fixed, context: ProgramContext): Stmt | undefined {
  const named = withNames(sql, of.places.length, isBlock)
  const text = named && `CREATE PROCEDURE dynamic_statement IS BEGIN ${named.replace(/;\s*$/, '')}; END;`
  const parsed = text ? parseProgram(text) : undefined
  const routine =
    parsed && 'cst' in parsed && parsed.lost.size === 0 && !parsed.cut ? node(parsed.cst, 'routine') : undefined
  if (!text || !parsed || !('cst' in parsed) || !routine) return undefined
  const { lost } = parsed
  return understood(sql, of.origin, context, (inner) => {
    const program = lowerRoutine(routine, { ...inner, text, lost })
    const [only, more] = program.body.kind === 'block' ? program.body.statements : []
    if (!only || more || program.understood.opaque > 0) return undefined
    return filled(only, isBlock ? of.places.map((each) => each.value) : of.places.map(asVariable), of.origin)
  })
}

/** Findings that are no reason to leave a text as it is. */
const remarks: ReadonlySet<string> = new Set(['XW-F0020', 'XW-F0027', 'XW-P0413'])

/** What is read of a text on its own; undefined when anything else is said of it. */
function understood<T>(
  sql: string,
  origin: Origin,
  context: ProgramContext,
  read: (inner: ProgramContext) => T | undefined,
): T | undefined {
  const sink = createFindingSink()
  const { bind: _bind, rows: _rows, ...rest } = context
  const made = read({ ...rest, base: 0, sink, counts: { statements: 0, opaque: 0, open: false }, lost: new Map() })
  if (made === undefined || sink.all.some((each) => !remarks.has(each.code))) return undefined
  for (const each of sink.all) context.sink.add({ ...each, origin })
  context.sink.add(finding('XW-P0413', where(origin, context), { text: sql.trim().slice(0, 60) }))
  return made
}

/** The text that an expression of literals is. */
function writtenText(expr: Expr): string | undefined {
  if (expr.kind === 'literal') return expr.of === 'text' ? expr.text : expr.of === 'null' ? '' : undefined
  if (expr.kind !== 'binary' || expr.op !== 'concatNullAsEmpty') return undefined
  const [left, right] = [writtenText(expr.left), writtenText(expr.right)]
  return left === undefined || right === undefined ? undefined : left + right
}

/** What a text takes from values; nothing where it is written out. */
export const partsOf = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.op === 'concatNullAsEmpty'
    ? [...partsOf(expr.left), ...partsOf(expr.right)]
    : expr.kind === 'literal'
      ? []
      : [expr]

const prefix = 'crosswalk_placeholder_'

/** The text with a name for each placeholder, by its place; in a block by the first place of its name. Undefined when their number is another. */
function withNames(sql: string, count: number, isBlock: boolean): string | undefined {
  if (/\bn?q'/i.test(sql)) return undefined
  const seen: string[] = []
  const parts = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|:=|:\s*(\w+)/g
  const made = sql.replace(parts, (all, name: string | undefined) => {
    if (name === undefined) return all
    const known = isBlock ? seen.indexOf(name.toLowerCase()) : -1
    if (known < 0) seen.push(name.toLowerCase())
    return ` ${prefix}${known < 0 ? seen.length - 1 : known} `
  })
  return seen.length === count ? made : undefined
}

/** In a statement of SQL a name alone would be a column first; what is given with USING never is. */
function asVariable({ value, out }: Place): Expr {
  return out ? value : variables(value)
}

function variables<T>(of: T): T {
  if (Array.isArray(of)) return of.map(variables) as T
  if (typeof of !== 'object' || of === null) return of
  const expr = of as unknown as Expr
  const [name, more] = expr.kind === 'column' ? expr.path : []
  if (name && !more) return { kind: 'variable', scope: 'local', name, origin: expr.origin } as T
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, variables(value)])) as T
}

/** A copy with the values in the places of their names, all of it with one origin. Trees are plain data throughout. */
function filled<T>(of: T, values: readonly Expr[], origin: Origin): T {
  if (Array.isArray(of)) return of.map((each) => filled(each, values, origin)) as T
  if (typeof of !== 'object' || of === null) return of
  const expr = of as unknown as Expr
  const name = expr.kind === 'column' ? expr.path[0]?.text : undefined
  const value = name?.startsWith(prefix) ? values[Number(name.slice(prefix.length))] : undefined
  if (value) return value as T
  return Object.fromEntries(
    Object.entries(of).map(([key, inner]) => [key, key === 'origin' ? origin : filled(inner, values, origin)]),
  ) as T
}
