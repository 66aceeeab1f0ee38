import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type Origin, spanOf } from '../../../../core/ir/names.js'
import type { Column, Constraint, Index, Partition, Table } from '../../../../core/ir/schema.js'
import { print } from '../../../../core/layout/print.js'
import { exprDoc } from '../code/expression.js'
import { identText, nameText, startPrinting } from '../code/printing.js'
import { constraintText } from './constraint.js'
import type { OwnStatement } from './statements.js'

type Base = Pick<OwnStatement, 'object' | 'session' | 'origin'>

/** A table, and what is made of it afterwards: what a later statement of the source said comes later here too. */
export function tableStatements(table: Table): readonly OwnStatement[] {
  const base: Base = { object: table.id, origin: table.origin, session: table.session }
  const own = table.columns.filter(({ inherited }) => !inherited)
  const items = own.map((column) => columnText(table, column))
  const name = nameText(table.name)
  const words = table.options.some(({ key }) => key === 'postgres.unlogged') ? 'UNLOGGED TABLE' : 'TABLE'
  const body = items.length > 0 ? `(\n  ${items.join(',\n  ')}\n)` : '()'
  const skipped = table.constraints.filter((each) => each.inherited || (each.kind === 'check' && each.ofType))
  return [
    {
      ...{ ...base, kind: 'table', name: table.name, phase: 'pre-data', undo: `DROP TABLE ${name}` },
      sources: [table, ...table.columns, ...skipped].flatMap(({ sources = [] }) => sources),
      text: `CREATE ${words} ${name} ${body} ${withoutTablespace(table.behindText ?? '')}`.trim(),
    },
    ...own.flatMap((column) => laterOf(table, column, base)),
    ...(table.partitioning?.partitions ?? []).flatMap((each) => partitionStatements(table, each, base)),
    ...exclusions(table, base),
    ...table.constraints.flatMap((each) => (skipped.includes(each) ? [] : [constraintStatement(table, each, base)])),
    ...table.indexes.map((each) => indexStatement(table, each, base)),
  ]
}

/** Where files lie is no part of the definition. */
const withoutTablespace = (text: string): string =>
  text.replace(/;\s*$/, '').replace(/\bTABLESPACE\s+("[^"]*"|\S+)/i, '')

const sourceOf = (origin: Origin): string | undefined => spanOf(origin)?.source

/** Whether the statement that makes the table says it. */
const isOf = (table: Table, written: { readonly source: string } | undefined): boolean =>
  written === undefined || written.source === sourceOf(table.origin)

function columnText(table: Table, column: Column): string {
  const { generated, identity, notNullByType } = column
  const serial = identity && !identity.by && identity.ownText === undefined ? serials[column.type.native] : undefined
  const words = [identText(column.name), serial ?? column.type.native]
  if (generated) words.push(`GENERATED ALWAYS AS ${generatedText(generated.expr)}`)
  const value = identity?.by?.default ?? column.default
  if (value && !generated && saysDefault(column) && isOf(table, writtenOf(column)))
    words.push(`DEFAULT ${textOf(value)}`)
  if (identity?.ownText !== undefined && isOf(table, identity.written)) words.push(identity.ownText)
  if (!column.nullable && !notNullByType) words.push('NOT NULL')
  return words.join(' ')
}

const serials: Readonly<Record<string, string>> = { smallint: 'smallserial', integer: 'serial', bigint: 'bigserial' }

/** A default without a text is that of a domain. */
const saysDefault = (column: Column): boolean => (column.identity?.by?.default ?? column.default)?.kind === 'template'

/** Where the default was said: a text keeps the place of what it stands for. */
const writtenOf = (column: Column) => (column.identity?.by?.default ?? column.default)?.written

const generatedText = (expr: Expr): string => {
  const text = textOf(expr)
  return /\b(STORED|VIRTUAL)$/i.test(text) ? text : `(${text}) STORED`
}

const textOf = (expr: Expr): string =>
  expr.kind === 'template' ? expr.parts.join('') : print(exprDoc(startPrinting(18, new Map()), expr)).text

/** Defaults and identities that the source gives to a column when the table is there. */
function laterOf(table: Table, column: Column, base: Base): readonly OwnStatement[] {
  const { identity } = column
  const head = `ALTER TABLE ONLY ${nameText(table.name)} ALTER COLUMN ${identText(column.name)}`
  const made = { ...base, name: { ...table.name, name: column.name }, phase: 'pre-data', sources: [] } as const
  const value = identity?.by?.default ?? column.default
  const written = writtenOf(column)
  const later: OwnStatement[] = []
  if (value && saysDefault(column) && written && !isOf(table, written))
    later.push({
      ...made,
      kind: 'default',
      origin: { from: 'text', ...written },
      text: `${head} SET DEFAULT ${textOf(value)}`,
    })
  if (identity?.ownText !== undefined && identity.written && !isOf(table, identity.written))
    later.push({
      ...{ ...made, kind: 'default', origin: { from: 'text', ...identity.written } },
      text: `${head.replace(' ONLY', '')} ADD ${identity.ownText}`,
    })
  return later
}

function partitionStatements(table: Table, partition: Partition, base: Base): readonly OwnStatement[] {
  const name = { ...table.name, name: partition.name }
  const own: OwnStatement = {
    ...{ ...base, kind: 'partition', name, phase: 'pre-data', undo: `DROP TABLE ${nameText(name)}` },
    sources: partition.sources ?? [],
    origin: partition.written ? { from: 'text', ...partition.written } : partition.origin,
    text: withoutTablespace(partition.ownText ?? ''),
  }
  return [own, ...partition.subpartitions.flatMap((each) => partitionStatements(table, each, base))]
}

/** Constraints that the hub has no word for, as the table's own statement has them. */
const exclusions = (table: Table, base: Base): readonly OwnStatement[] =>
  table.options.flatMap(({ key, value, origin }) => {
    if (!/^postgres\.(exclude|constraint)(\.|$)/.test(key) || sourceOf(origin) !== sourceOf(table.origin)) return []
    const name = { ...table.name, name: ident(key) }
    return [
      {
        ...base,
        kind: 'object',
        name,
        phase: 'post-data',
        sources: [],
        text: `ALTER TABLE ${nameText(table.name)} ADD ${value}`,
      } as const,
    ]
  })

const kinds = { primaryKey: 'primary-key', unique: 'unique', check: 'check', foreignKey: 'foreign-key' } as const

function constraintStatement(table: Table, each: Constraint, base: Base): OwnStatement {
  const name = { ...table.name, name: each.name ?? ident(each.kind) }
  const on = `${each.only ? 'ONLY ' : ''}${nameText(table.name)}`
  const named = each.name ? ` CONSTRAINT ${identText(each.name)}` : ''
  return {
    ...{ ...base, kind: kinds[each.kind], name, phase: 'post-data', sources: each.sources ?? [] },
    text: `ALTER TABLE ${on} ADD${named} ${constraintText(each)}`,
    ...(each.name ? { undo: `ALTER TABLE ${nameText(table.name)} DROP CONSTRAINT ${identText(each.name)}` } : {}),
  }
}

const indexStatement = (table: Table, index: Index, base: Base): OwnStatement => ({
  ...{ ...base, kind: 'index', name: { ...table.name, name: index.name ?? ident('index') }, phase: 'post-data' },
  sources: index.sources ?? [],
  text: withoutTablespace(index.ownText ?? '').replace(/\bCONCURRENTLY\b/i, ''),
  ...(index.name ? { undo: `DROP INDEX ${nameText({ ...table.name, name: index.name })}` } : {}),
})
