import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { FindingData } from '../../../../core/findings/codes.generated.js'
import { finding } from '../../../../core/findings/finding.js'
import { dotted, type Ident } from '../../../../core/ir/names.js'
import type { Column, Constraint, Table } from '../../../../core/ir/schema.js'
import { type LowerContext, originOf, textBetween } from '../cst.js'
import { type ColumnDraft, columnOf, lowerColumn } from '../definitions/columns.js'
import {
  type DisabledConstraint,
  disabledConstraint,
  isDisabledConstraint,
  lowerState,
} from '../definitions/constraints.js'
import { merged, option } from '../definitions/properties.js'
import { lowerElements } from '../definitions/tables.js'
import { lowerIdent, lowerIdents } from '../names.js'
import { withRenamedColumn } from './renamed-columns.js'

/** What becomes of a table by one ALTER TABLE. `renamed`: the table has another name afterwards. */
export interface Altered {
  readonly table: Table
  readonly renamed?: Ident
  /** Columns that have another name afterwards. */
  readonly columns: readonly { readonly from: string; readonly name: Ident }[]
}

type Action = (table: Table, of: CstNode, context: LowerContext) => Table

const actions: Readonly<Record<string, Action>> = {
  addAction: add,
  modifyAction: modify,
  dropAction: drop,
  switchAction: switchConstraint,
  otherAction: other,
}

/** Applies the actions of `alterTable`, in their order. */
export function alterTable(table: Table, of: CstNode, context: LowerContext): Altered {
  let current = table
  let renamed: Ident | undefined
  const columns: { readonly from: string; readonly name: Ident }[] = []
  for (const action of nodes(of, 'alterAction')) {
    const rename = node(action, 'renameAction')
    if (rename && !node(rename, 'from')) renamed = lowerIdent(node(rename, 'identifier'))
    else if (rename) {
      const from = lowerIdent(node(rename, 'from')).text
      const before = current
      current = renamePart(current, rename, context)
      if (current !== before && !hasWord(rename, 'CONSTRAINT'))
        columns.push({ from, name: lowerIdent(node(rename, 'identifier')) })
    }
    for (const [rule, apply] of Object.entries(actions)) {
      const found = node(action, rule)
      if (found) current = apply(current, found, context)
    }
  }
  return { table: current, columns, ...(renamed ? { renamed } : {}) }
}

function add(table: Table, of: CstNode, context: LowerContext): Table {
  const list = node(of, 'tableElements')
  const made = lowerElements(list ? nodes(list, 'tableElement') : nodes(of, 'tableElement'), context)
  const known = new Set(table.columns.map((column) => column.name.text))
  const twice = made.columns.find((column) => known.has(column.name.text))
  if (twice) report('XW-P0206', { column: twice.name.text }, of, context)
  const primary = table.constraints.some(({ kind }) => kind === 'primaryKey')
  const second = primary ? made.constraints.find(({ kind }) => kind === 'primaryKey') : undefined
  if (second) report('XW-P0211', { table: dotted(table.name), what: 'primary key' }, of, context)
  return {
    ...table,
    columns: [...table.columns, ...made.columns.filter((column) => !known.has(column.name.text))],
    constraints: [...table.constraints, ...made.constraints.filter((each) => each !== second)],
    options: merged([...table.options, ...made.options]),
  }
}

function modify(table: Table, of: CstNode, context: LowerContext): Table {
  const ref = node(of, 'constraintRef')
  if (ref) {
    const state = lowerState(node(of, 'constraintStates'), context)
    if (state.disabled) return disable(table, ref, of, context)
    return state.enabled ? enable(table, ref, state.unvalidated, context) : table
  }
  return nodes(of, 'columnDefinition').reduce(
    (made, each) => modifyColumn(made, lowerColumn(each, context), context),
    table,
  )
}

/** What the definition does not speak of stays as it is. */
function modifyColumn(table: Table, draft: ColumnDraft, context: LowerContext): Table {
  const known = table.columns.find((column) => column.name.text === draft.name.text)
  if (!known) {
    report('XW-P0213', { what: `column ${draft.name.text}`, table: dotted(table.name) }, draft.of, context)
    return table
  }
  const made = columnOf({ ...draft, type: draft.type ?? known.type }, context)
  const changed: Column = {
    ...known,
    type: draft.type ? made.type : known.type,
    nullable: draft.nullable ?? known.nullable,
    visible: draft.visible ?? known.visible,
    ...(made.default ? { default: made.default } : {}),
    ...(made.generated ? { generated: made.generated } : {}),
    ...(made.identity ? { identity: made.identity, type: made.type } : {}),
    options: merged([...known.options, ...draft.options]),
  }
  return {
    ...table,
    columns: table.columns.map((column) => (column === known ? changed : column)),
    constraints: [...table.constraints, ...draft.constraints],
    options: merged([...table.options, ...draft.disabled]),
  }
}

function drop(table: Table, of: CstNode, context: LowerContext): Table {
  const ref = node(of, 'constraintRef')
  if (ref) return withoutConstraint(table, ref, context).table
  const list = node(of, 'identifierList')
  const names = list ? lowerIdents(list) : node(of, 'identifier') ? [lowerIdent(node(of, 'identifier'))] : []
  return withoutColumns(table, names)
}

function withoutColumns(table: Table, names: readonly Ident[]): Table {
  const gone = new Set(names.map((name) => name.text))
  return {
    ...table,
    columns: table.columns.filter((column) => !gone.has(column.name.text)),
    // Keys over a column go with it (CASCADE CONSTRAINTS, and Oracle's own rule for keys of that column alone).
    constraints: table.constraints.filter(
      (each) => each.kind === 'check' || !each.columns.some((column) => gone.has(column.text)),
    ),
    indexes: table.indexes.filter(
      (index) => !index.parts.some(({ expr }) => expr.kind === 'column' && gone.has(expr.path.at(-1)?.text ?? '')),
    ),
  }
}

/** The table without the constraint that a `constraintRef` names, and the constraint. */
/** Whether a constraint is the one that `constraintRef` names, or the only one of its kind there can be. */
function namedBy(ref: CstNode): (each: Constraint) => boolean {
  const name = node(ref, 'identifier')
  const wanted = name ? lowerIdent(name).text : undefined
  const columns = lowerIdents(node(ref, 'identifierList')).map((column) => column.text)
  return (each) => {
    if (wanted !== undefined) return each.name?.text === wanted
    if (hasWord(ref, 'PRIMARY')) return each.kind === 'primaryKey'
    return each.kind === 'unique' && each.columns.map((column) => column.text).join() === columns.join()
  }
}

function withoutConstraint(table: Table, ref: CstNode, context: LowerContext) {
  const found = table.constraints.find(namedBy(ref))
  const off = found ? undefined : disabledIn(table, ref)
  if (!found && !off) reportMissing(table, ref, context)
  const constraints = table.constraints.filter((each) => each !== found)
  return { table: { ...table, constraints, options: table.options.filter((each) => each !== off) }, found }
}

function reportMissing(table: Table, ref: CstNode, context: LowerContext): void {
  const name = node(ref, 'identifier')
  const what = `constraint ${name ? lowerIdent(name).text : ''}`.trim()
  report('XW-P0213', { what, table: dotted(table.name) }, ref, context)
}

function switchConstraint(table: Table, of: CstNode, context: LowerContext): Table {
  const ref = node(of, 'constraintRef')
  if (!ref) return table
  return hasWord(of, 'DISABLE')
    ? disable(table, ref, of, context)
    : enable(table, ref, hasWord(of, 'NOVALIDATE'), context)
}

/** A constraint that is not in force is no constraint; an option of the table says that it was there. */
function disable(table: Table, ref: CstNode, of: CstNode, context: LowerContext): Table {
  if (disabledIn(table, ref)) return table
  const { table: rest, found } = withoutConstraint(table, ref, context)
  return found ? { ...rest, options: [...rest.options, disabledConstraint(found, of, context)] } : table
}

/** Scripts that load rows switch constraints off before and on again afterwards. */
function enable(table: Table, ref: CstNode, unvalidated: boolean, context: LowerContext): Table {
  const found = disabledIn(table, ref)
  if (found) {
    const options = table.options.filter((each) => each !== found)
    return { ...table, constraints: [...table.constraints, enabled(found.constraint, unvalidated)], options }
  }
  if (!table.constraints.some(namedBy(ref))) reportMissing(table, ref, context)
  return table
}

/** What is put in force again says anew whether it looks at the rows that are there; a key always does on a target. */
function enabled(constraint: Constraint, unvalidated: boolean): Constraint {
  if (constraint.kind !== 'foreignKey' && constraint.kind !== 'check') return constraint
  const { unvalidated: _before, ...rest } = constraint
  return unvalidated ? { ...rest, unvalidated } : rest
}

const disabledIn = (table: Table, ref: CstNode): DisabledConstraint | undefined =>
  table.options.filter(isDisabledConstraint).find(({ constraint }) => namedBy(ref)(constraint))

function renamePart(table: Table, of: CstNode, context: LowerContext): Table {
  const from = lowerIdent(node(of, 'from')).text
  const to = lowerIdent(node(of, 'identifier'))
  if (hasWord(of, 'CONSTRAINT')) {
    return {
      ...table,
      constraints: table.constraints.map((each) => (each.name?.text === from ? { ...each, name: to } : each)),
    }
  }
  if (!table.columns.some((column) => column.name.text === from)) {
    report('XW-P0213', { what: `column ${from}`, table: dotted(table.name) }, of, context)
    return table
  }
  if (!table.partitioning) return withRenamedColumn(table, from, to)
  // Partitions say their key in a form of its own.
  report('XW-P0214', { action: textBetween(of, context).replace(/\s+/g, ' ').slice(0, 80) }, of, context)
  return table
}

/** SET UNUSED: nobody sees the columns any more, as if they were gone. */
function unusedIn(text: string): readonly Ident[] {
  if (!/^SET UNUSED\b/i.test(text)) return []
  const images = lex(text).tokens.map(({ image }) => image)
  const end = images.findIndex((image) => /^(CASCADE|INVALIDATE|ONLINE)$/i.test(image))
  const words = images.slice(2, end < 0 ? images.length : end)
  return words.filter((image) => !/^([(),]|COLUMN)$/i.test(image)).map(decodeName)
}

/** Storage and partitions: nothing of the definition changes that a target could have. */
function other(table: Table, of: CstNode, context: LowerContext): Table {
  const text = textBetween(of, context).replace(/\s+/g, ' ')
  const unused = unusedIn(text)
  if (unused.length > 0) return withoutColumns(table, unused)
  if (storage.test(text)) {
    const [word = '', ...rest] = text.split(' ')
    return {
      ...table,
      options: merged([...table.options, option(word.toLowerCase(), rest.join(' ') || 'yes', of, context)]),
    }
  }
  report('XW-P0214', { action: text.slice(0, 80) }, of, context)
  return table
}

const storage =
  /^(?:PARALLEL|NOPARALLEL|LOGGING|NOLOGGING|CACHE|NOCACHE|PCTFREE|PCTUSED|INITRANS|STORAGE|MONITORING|NOMONITORING|ENABLE ROW MOVEMENT|DISABLE ROW MOVEMENT|MOVE|SHRINK|ALLOCATE|DEALLOCATE|COMPRESS|NOCOMPRESS|RESULT_CACHE|INMEMORY|READ|ADD SUPPLEMENTAL|MODIFY LOB|MODIFY DEFAULT|ROW)\b/i

function report<C extends 'XW-P0206' | 'XW-P0211' | 'XW-P0213' | 'XW-P0214'>(
  code: C,
  data: FindingData[C],
  of: CstNode,
  context: LowerContext,
): void {
  context.sink.add(finding(code, { object: context.object, origin: originOf(of, context) }, data))
}
