import type { Conflict, Delete, Insert, NamedChange, SetItem, Update } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Merge, MergeBranch } from '../../../../core/ir/merge.js'
import type { SelectItem, TableExpr } from '../../../../core/ir/query.js'
import { block, type Doc, group, indent, join, line, softline } from '../../../../core/layout/doc.js'
import { exprDoc } from '../code/expression.js'
import { fromDoc, tableDoc } from '../code/from.js'
import { deeper, identText, noForm, type Printing, relationText } from '../code/printing.js'
import { cteDoc, itemDoc, queryDoc } from '../code/query.js'

/** A statement that changes rows, as conversion leaves it; without the semicolon. */
export function dataChangeDoc(printing: Printing, stmt: Insert | Update | Delete | Merge): Doc {
  const clauses = [
    ...withDoc(printing, stmt),
    ...changeClauses(printing, stmt),
    ...returningDoc(printing, stmt.returning),
  ]
  return group(join(line, clauses))
}

function changeClauses(printing: Printing, stmt: Insert | Update | Delete | Merge): readonly Doc[] {
  if (stmt.kind === 'insert') return insertClauses(printing, stmt)
  if (stmt.kind === 'merge') return mergeClauses(printing, stmt)
  return stmt.kind === 'update' ? updateClauses(printing, stmt) : deleteClauses(printing, stmt)
}

/** Queries first: the changes may read them. */
function withDoc(printing: Printing, stmt: Insert | Update | Delete | Merge): readonly Doc[] {
  const queries = (stmt.with?.ctes ?? []).map((cte) => cteDoc(printing, cte))
  const all = [...queries, ...namedChanges(printing, stmt.changes ?? [])]
  if (all.length === 0) return []
  return [[stmt.with?.recursive ? 'WITH RECURSIVE ' : 'WITH ', join([',', line], all)]]
}

export const namedChanges = (printing: Printing, changes: readonly NamedChange[]): readonly Doc[] =>
  changes.map(({ name, change }) => {
    const inner = deeper(printing, () => dataChangeDoc(printing, change))
    return [identText(name), ' AS ', group('(', indent(softline, inner), softline, ')')]
  })

const returningDoc = (printing: Printing, items: readonly SelectItem[]): readonly Doc[] =>
  items.length === 0
    ? []
    : [
        group(
          'RETURNING',
          indent(
            line,
            join(
              [',', line],
              items.map((item) => itemDoc(printing, item)),
            ),
          ),
        ),
      ]

function insertClauses(printing: Printing, stmt: Insert): readonly Doc[] {
  if (stmt.replace || stmt.ignore || stmt.onDuplicate.length > 0 || stmt.partitions.length > 0)
    throw noForm('an INSERT that was not converted')
  const columns = stmt.columns.length > 0 ? [' ', block('(', stmt.columns.map(identText), ')')] : ''
  const head = group('INSERT INTO ', relationText(printing, stmt.table), columns)
  return [head, sourceDoc(printing, stmt), ...conflictDoc(printing, stmt.conflict)]
}

function sourceDoc(printing: Printing, { source, columns }: Insert): Doc {
  if ('query' in source) return queryDoc(printing, source.query)
  if (columns.length === 0) return 'DEFAULT VALUES'
  const rows = source.rows.map((row) =>
    block(
      '(',
      row.map((value) => valueDoc(printing, value)),
      ')',
    ),
  )
  return group('VALUES ', indent(join([',', line], rows)))
}

const valueDoc = (printing: Printing, value: Expr): Doc =>
  value.kind === 'default' && value.column === undefined ? 'DEFAULT' : exprDoc(printing, value)

function conflictDoc(printing: Printing, conflict: Conflict | undefined): readonly Doc[] {
  if (!conflict) return []
  const head: Doc = ['ON CONFLICT', onDoc(printing, conflict.on)]
  if (conflict.set.length === 0) return [[head, ' DO NOTHING']]
  return [group(head, indent(line, 'DO UPDATE ', setDoc(printing, conflict.set)))]
}

function onDoc(printing: Printing, on: Conflict['on']): Doc {
  if (!on) return ''
  if ('constraint' in on) return ` ON CONSTRAINT ${identText(on.constraint)}`
  const parts = on.parts.map((part) => {
    const doc = exprDoc(printing, part)
    return part.kind === 'column' ? doc : ['(', doc, ')']
  })
  return [' ', block('(', parts, ')')]
}

const setDoc = (printing: Printing, items: readonly SetItem[]): Doc =>
  group(
    'SET ',
    indent(
      join(
        [',', line],
        items.map(({ column, value }) => [column.path.map(identText).join('.'), ' = ', valueDoc(printing, value)]),
      ),
    ),
  )

function updateClauses(printing: Printing, stmt: Update): readonly Doc[] {
  if (!stmt.target || stmt.ignore || stmt.limit || stmt.orderBy.length > 0)
    throw noForm('an UPDATE that was not converted')
  const from = stmt.tables.length > 0 ? [fromDoc(printing, stmt.tables)] : []
  return [
    group('UPDATE ', tableDoc(printing, stmt.target)),
    setDoc(printing, stmt.set),
    ...from,
    ...whereDoc(printing, stmt.where),
  ]
}

function deleteClauses(printing: Printing, stmt: Delete): readonly Doc[] {
  if (!stmt.target || stmt.ignore || stmt.limit || stmt.orderBy.length > 0)
    throw noForm('a DELETE that was not converted')
  return [
    group('DELETE FROM ', tableDoc(printing, stmt.target)),
    ...usingDoc(printing, stmt.tables),
    ...whereDoc(printing, stmt.where),
  ]
}

const usingDoc = (printing: Printing, tables: readonly TableExpr[]): readonly Doc[] =>
  tables.length === 0
    ? []
    : [
        group(
          'USING ',
          indent(
            join(
              [',', line],
              tables.map((table) => tableDoc(printing, table)),
            ),
          ),
        ),
      ]

const whereDoc = (printing: Printing, where: Expr | undefined): readonly Doc[] =>
  where ? [group('WHERE ', exprDoc(printing, where))] : []

/** MERGE of PostgreSQL 15 and later. */
function mergeClauses(printing: Printing, stmt: Merge): readonly Doc[] {
  return [
    group('MERGE INTO ', tableDoc(printing, stmt.target)),
    group('USING ', tableDoc(printing, stmt.using), line, 'ON ', exprDoc(printing, stmt.on)),
    ...stmt.branches.map((branch) => branchDoc(printing, branch)),
  ]
}

function branchDoc(printing: Printing, branch: MergeBranch): Doc {
  const and = branch.where ? [' AND (', exprDoc(printing, branch.where), ')'] : ''
  const when: Doc = [branch.kind === 'insert' ? 'WHEN NOT MATCHED' : 'WHEN MATCHED', and, ' THEN']
  return group(when, indent(line, mergeAction(printing, branch)))
}

function mergeAction(printing: Printing, branch: MergeBranch): Doc {
  switch (branch.kind) {
    case 'delete':
      return 'DELETE'
    case 'update':
      return ['UPDATE ', setDoc(printing, branch.set)]
    case 'insert': {
      const values = branch.values.map((value) => valueDoc(printing, value))
      return ['INSERT ', block('(', branch.columns.map(identText), ')'), line, 'VALUES ', block('(', values, ')')]
    }
  }
}
