import type { OpenCursor } from '../../../../core/ir/cursor.js'
import type { VariableRef } from '../../../../core/ir/expr.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Query } from '../../../../core/ir/query.js'
import { walkProgram } from '../../../../core/ir/walk-program.js'
import { type Doc, group } from '../../../../core/layout/doc.js'
import { identText, noForm, type Printing } from '../code/printing.js'
import { queryDoc } from '../code/query.js'
import { declaredTypeText } from './block.js'

/** What the names of a program stand for. A name is given once in a program, so that no scopes are needed. */
export interface ProbeNames {
  /** Types of variables by their names. */
  readonly variables: ReadonlyMap<string, string>
  /** What a record holds: the rows of a query, or one row of a relation. */
  readonly records: ReadonlyMap<string, { readonly query: Query } | { readonly relation: string }>
  /** All that is ever read through a cursor. */
  readonly cursors: ReadonlyMap<string, readonly NonNullable<OpenCursor['reads']>[]>
}

/** Variables that every body has. */
const builtIn = [
  ['found', 'boolean'],
  ['sqlstate', 'text'],
  ['sqlerrm', 'text'],
  ['tg_op', 'text'],
] as const

/** @param relation of a trigger: the table whose rows it sees */
export function probeNames(printing: Printing, program: Program, relation: string | undefined): ProbeNames {
  const variables = new Map<string, string>(builtIn)
  const records = new Map<string, { readonly query: Query } | { readonly relation: string }>()
  const cursors = new Map<string, NonNullable<OpenCursor['reads']>[]>()
  for (const { name, type } of program.params) variables.set(name.text, declaredTypeText(printing, type))
  if (program.results?.kind === 'cursors') variables.set(program.results.parameter.text, 'refcursor[]')
  if (relation !== undefined) for (const name of ['new', 'old']) records.set(name, { relation })
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'for' && stmt.over.kind === 'range') variables.set(stmt.variable.text, 'integer')
      if (stmt.kind === 'for' && stmt.over.kind === 'rows') records.set(stmt.variable.text, { query: stmt.over.query })
      if (stmt.kind === 'openCursor' && stmt.reads) {
        const known = cursors.get(stmt.cursor.text)
        if (known) known.push(stmt.reads)
        else cursors.set(stmt.cursor.text, [stmt.reads])
      }
      if (stmt.kind !== 'block') return undefined
      for (const each of stmt.declarations) {
        if (each.kind === 'declareCursor') variables.set(each.name.text, 'refcursor')
        if (each.kind !== 'declareVariables') continue
        const type = declaredTypeText(printing, each.type)
        for (const name of each.names) variables.set(name.text, type)
      }
      return undefined
    },
  })
  return { variables, records, cursors }
}

/** Printing in which variables are parameters, or nulls; `params` fills with their types while it prints. */
export interface ProbePrinting {
  readonly printing: Printing
  readonly params: readonly string[]
}

export function probePrinting(
  base: Printing,
  names: ProbeNames,
  as: 'parameters' | 'nulls' = 'parameters',
): ProbePrinting {
  const params: string[] = []
  const numbers = new Map<string, number>()
  const parameter = (name: string, type: string): string => {
    if (as === 'nulls') return `CAST(NULL AS ${type})`
    const number = numbers.get(name) ?? params.push(type)
    numbers.set(name, number)
    return `$${number}`
  }
  const local = ({ name, field }: VariableRef): Doc => {
    const record = names.records.get(name.text)
    if (record && field) return fieldDoc(name.text, identText(field), record)
    const type = names.variables.get(name.text)
    if (type === undefined) throw noForm(`the variable ${name.text}`)
    const whole = parameter(name.text, withoutCollation(type))
    return field ? `(${whole}).${identText(field)}` : whole
  }
  /** A column of a row that a query gives has the type that it has in the query. */
  const fieldDoc = (
    name: string,
    field: string,
    record: { readonly query: Query } | { readonly relation: string },
  ): Doc =>
    'relation' in record
      ? `(${parameter(name, record.relation)}).${field}`
      : group(`(SELECT probed.${field} FROM (`, queryDoc(printing, record.query), ') AS probed LIMIT 1)')
  const printing: Printing = { ...base, uses: new Set(), parts: [], bodies: [], local }
  return { printing, params }
}

/** A type in the place of a parameter's type has no collation. */
export const withoutCollation = (type: string): string => type.replace(/\s+COLLATE\s.*$/is, '')
