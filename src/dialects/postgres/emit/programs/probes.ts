import type { CodeLines, Probe } from '../../../../core/dialect/dialect.js'
import type { Declaration } from '../../../../core/ir/declaration.js'
import type { Definition } from '../../../../core/ir/definition.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Origin, spanOf } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Query } from '../../../../core/ir/query.js'
import type { CallStmt, DynamicName, Stmt, Target } from '../../../../core/ir/statement.js'
import { type Doc, group, join, line } from '../../../../core/layout/doc.js'
import { print } from '../../../../core/layout/print.js'
import { exprDoc, exprList } from '../code/expression.js'
import { nameText, noForm, type Printing, Unprintable } from '../code/printing.js'
import { queryDoc } from '../code/query.js'
import { typeText } from '../code/type-text.js'
import { declaredTypeText } from './block.js'
import { dataChangeDoc } from './data-changes.js'
import { definitionDoc } from './definitions.js'
import { exampleText } from './dynamic.js'
import { type ProbeNames, probePrinting, withoutCollation } from './probe-variables.js'

export interface ProbeContext {
  readonly printing: Printing
  readonly program: Program
  readonly names: ProbeNames
}

export type Question = Omit<Probe, 'line' | 'origin'>

/** All that is asked about the statements of a body, each question once, on the first line where it comes up. */
export function probesOf(
  places: readonly (CodeLines & { readonly what: Stmt | Declaration })[],
  at: ProbeContext,
): readonly Probe[] {
  const seen = new Set<string>()
  return places.flatMap(({ what, from, origin }, index) =>
    questionsOf(what, at).flatMap((question) => {
      const key = JSON.stringify(question)
      if (seen.has(key)) return []
      seen.add(key)
      return [{ ...question, line: from, origin: knownOrigin(places, index) ?? origin }]
    }),
  )
}

/** A statement that conversion made without saying from what belongs to what stands in it or around it. */
function knownOrigin(places: readonly CodeLines[], index: number): Origin | undefined {
  const own = places[index]
  if (!own || spanOf(own.origin)) return own?.origin
  const known = places.filter(({ origin }) => spanOf(origin))
  const inside = known.find(({ from, to }) => from >= own.from && to <= own.to)
  const around = known.findLast(({ from, to }) => from <= own.from && to >= own.to)
  return (inside ?? around)?.origin
}

/** What is made of one statement: its own text, not that of statements in it. */
type Made = {
  readonly how?: Probe['how']
  readonly doc: Doc
  readonly into?: Doc
  readonly exact?: boolean
}

/**
 * What the engine is asked about one statement or declaration of a body; what statements inside it ask is theirs. Nothing
 * when a part cannot be written outside of the body: it stays unproved, which is no fault of it.
 */
export function questionsOf(node: Stmt | Declaration, at: ProbeContext): readonly Question[] {
  return printable(() => partsOf(node, at)).flatMap((part) => {
    const { printing, params } = probePrinting(at.printing, at.names)
    return printable(() => {
      const { how = 'query', doc, into, exact } = part(printing)
      const sql = print(group(doc), Number.POSITIVE_INFINITY).text
      const taken = into === undefined ? {} : { into: print(group(into), Number.POSITIVE_INFINITY).text }
      return [{ how, sql, params: [...params], ...taken, ...(exact ? { exact } : {}) }]
    })
  })
}

function printable<T>(work: () => readonly T[]): readonly T[] {
  try {
    return work()
  } catch (error) {
    if (error instanceof Unprintable) return []
    throw error
  }
}

type Part = (printing: Printing) => Made

function partsOf(node: Stmt | Declaration, at: ProbeContext): readonly Part[] {
  const { program } = at
  if (isDynamic(node)) return dynamicParts(node, at)
  switch (node.kind) {
    case 'declareVariables': {
      const { default: value, type } = node
      return value ? [(p) => ({ doc: select(p, [value]), into: nulls([declaredTypeText(p, type)]) })] : []
    }
    case 'assign':
      return node.assignments.map(
        ({ target, value }): Part =>
          (p) => ({ doc: select(p, [value]), into: targets(p, [target]) }),
      )
    case 'if':
    case 'caseStatement':
      return node.branches.map(({ when }) => condition(when))
    case 'while':
      return [condition(node.condition)]
    case 'repeat':
      return [condition(node.until)]
    case 'for':
      return forParts(node)
    case 'return':
      return node.value ? [returned(node.value, program)] : []
    case 'evaluate':
      return [(p) => ({ doc: select(p, node.exprs) })]
    case 'callStatement':
      return [(p) => callMade(p, node, program)]
    case 'resultSet':
      return [(p) => ({ doc: queryDoc(p, node.query), ...shape(p, program) })]
    case 'selectInto':
      return [(p) => ({ doc: queryDoc(p, node.query), into: rowTargets(p, node.targets) })]
    case 'openCursor': {
      const { reads } = node
      return reads ? [(p) => ({ doc: 'query' in reads ? queryDoc(p, reads.query) : select(p, [reads.text]) })] : []
    }
    case 'fetchCursor':
      return fetchParts(node, at)
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      // Rows that nobody takes are an error.
      return [(p) => ({ doc: dataChangeDoc(p, node), ...takenBy(p, node) })]
    case 'signal':
    case 'resignal':
      return node.items.map(
        ({ value }): Part =>
          (p) => ({ doc: select(p, [value]) }),
      )
    case 'tell':
      return [(p) => ({ doc: select(p, [node.text]) })]
    case 'execute': {
      const text = 'text' in node.what ? [node.what.text] : []
      return [(p) => ({ doc: select(p, [...text, ...node.using]) })]
    }
    case 'definition':
      return definitionParts(node, at)
    default:
      return []
  }
}

type Dynamic = Stmt & { readonly dynamic: readonly DynamicName[] }

const isDynamic = (node: Stmt | Declaration): node is Dynamic => 'dynamic' in node && node.dynamic !== undefined

/** The values of the names, and the statement with names that fit; what is made or dropped is not asked about. */
function dynamicParts(stmt: Dynamic, { program }: ProbeContext): readonly Part[] {
  const values: Part = (p) => ({
    doc: select(
      p,
      stmt.dynamic.map(({ value }) => value),
    ),
  })
  if (stmt.kind === 'definition') return [values]
  const into = (p: Printing): Pick<Made, 'into' | 'exact'> => {
    if (stmt.kind === 'selectInto') return { into: rowTargets(p, stmt.targets) }
    return stmt.kind === 'resultSet' ? shape(p, program) : {}
  }
  return [values, (p) => ({ doc: exampleText(stmt, stmt.dynamic, p), ...into(p) })]
}

const select = (printing: Printing, exprs: readonly Expr[]): Doc => [
  'SELECT ',
  join([',', line], exprList(printing, exprs)),
]

function takenBy(
  printing: Printing,
  { returning, into }: Stmt & { readonly kind: 'insert' | 'update' | 'delete' | 'merge' },
) {
  if (into) return { into: rowTargets(printing, into) }
  return returning.length > 0 ? { into: 'SELECT' } : {}
}

const targets = (printing: Printing, list: readonly Target[]): Doc => select(printing, list)

/** A record by itself takes a row, a value for each of its fields. */
function rowTargets(printing: Printing, list: readonly Target[]): Doc {
  const [first, more] = list
  const logical = first?.type?.logical
  if (!first || more || logical?.kind !== 'record') return targets(printing, list)
  return select(
    printing,
    logical.fields.map(
      ({ target, type }): Expr => ({ kind: 'member', object: first, field: target, type, origin: first.origin }),
    ),
  )
}

const nulls = (types: readonly string[]): Doc =>
  `SELECT ${types.map((type) => `CAST(NULL AS ${withoutCollation(type)})`).join(', ')}`

/** The engine would take anything whose text reads as a truth value; what is no condition is a mistake of the conversion. */
const condition =
  (when: Expr): Part =>
  (printing) => ({ doc: ['SELECT 1 WHERE ', exprDoc(printing, when)] })

function forParts({ over }: Stmt & { readonly kind: 'for' }): readonly Part[] {
  switch (over.kind) {
    case 'range':
      return [over.from, over.to].map(
        (bound): Part =>
          (p) => ({ doc: select(p, [bound]), into: nulls(['integer']) }),
      )
    case 'rows':
      return [(p) => ({ doc: queryDoc(p, over.query) })]
    case 'cursor':
      return []
  }
}

const returned =
  (value: Expr, { returns }: Program): Part =>
  (printing) => ({
    doc: select(printing, [value]),
    ...(returns ? { into: nulls([declaredTypeText(printing, returns)]) } : {}),
  })

/** A function that is read like a table gives its columns in the very types that it declares. */
function shape(printing: Printing, { results }: Program): Pick<Made, 'into' | 'exact'> {
  if (results?.kind !== 'rows') return {}
  return { into: nulls(results.columns.map(({ type }) => typeText(printing, type))), exact: true }
}

function callMade(printing: Printing, stmt: CallStmt, program: Program): Made {
  const args = exprList(printing, stmt.args)
  const all = stmt.hands === 'cursors' ? [...args, 'CAST(NULL AS refcursor[])'] : args
  const call: Doc = [nameText(stmt.routine), '(', join(', ', all), ')']
  if (stmt.hands === 'rows') return { doc: ['SELECT * FROM ', call], ...shape(printing, program) }
  if (stmt.gives) return { doc: ['SELECT * FROM ', call], into: targets(printing, stmt.gives) }
  return { how: 'call', doc: ['CALL ', call] }
}

/** Of a cursor that reads one thing here and another there nobody knows what it reads where it is fetched. */
function fetchParts(stmt: Stmt & { readonly kind: 'fetchCursor' }, at: ProbeContext): readonly Part[] {
  const reads = at.names.cursors.get(stmt.cursor.text) ?? []
  const queries = reads.flatMap((each) => ('query' in each ? [each.query] : []))
  const [query] = queries
  if (!query || queries.length < reads.length) return []
  if (queries.length > 1 && new Set(queries.map((each) => queryText(each, at))).size > 1) return []
  return [(p) => ({ doc: queryDoc(p, query), into: rowTargets(p, stmt.targets) })]
}

const queryText = (query: Query, at: ProbeContext): string =>
  print(queryDoc(probePrinting(at.printing, at.names).printing, query)).text

/** A table that the body makes is made for the statements behind it, empty. */
function definitionParts(stmt: Definition, at: ProbeContext): readonly Part[] {
  const { query } = stmt
  if (stmt.verb !== 'create' || stmt.actions) return []
  if (query) {
    const read: Part = (p) => ({ doc: queryDoc(p, query) })
    return stmt.object === 'view' ? [read] : [read, () => emptyTable(stmt, query, at)]
  }
  return [(p) => ({ how: 'made', doc: ['BEGIN\n', definitionDoc(stmt, p), '\nEND'] })]
}

function emptyTable({ names: [name], object }: Definition, query: Query, at: ProbeContext): Made {
  const { printing } = probePrinting(at.printing, at.names, 'nulls')
  if (!name) throw noForm('a table without a name')
  const word = /^temporary/.test(object) ? 'TEMPORARY TABLE' : 'TABLE'
  const create = `CREATE ${word} ${nameText(name)} AS `
  return { how: 'made', doc: ['BEGIN\n', create, queryDoc(printing, query), ' WITH NO DATA;\nEND'] }
}
