import type { EmittedStatement } from '../../../core/dialect/dialect.js'
import { type ObjectId, objectId, type PartId, partId, qname, wholeOf } from '../../../core/ir/names.js'
import { scriptOf, statement } from './script-text.js'
import { nameIn, type ShownTable, splitTable } from './show-table.js'

interface Item {
  readonly text: string
  readonly kind: 'column' | 'primary' | 'unique' | 'key' | 'foreign' | 'other'
  readonly name: string
}

/**
 * A table in up to three statements: with what its rows need, then its other indexes in one go (one way through the rows),
 * then its foreign keys, which look at every row.
 */
export function tableStatements(schema: string, name: string, shown: string): readonly EmittedStatement[] {
  const table = splitTable(shown)
  const items = table.items.map(itemOf)
  const early = new Set(items.filter((item) => isNeeded(item, items)))
  const late = items.filter((item) => !early.has(item) && item.kind !== 'foreign')
  const foreign = items.filter(({ kind }) => kind === 'foreign')
  const id = objectId('table', qname(schema, name))
  const place = { schema, name, object: id }
  const first = statement({
    ...{
      ...place,
      kind: 'table',
      phase: 'pre-data',
      sources: [wholeOf(id), ...partsOf(id, [...early])],
      dependsOn: [],
    },
    sql: scriptOf(
      schema,
      `CREATE TABLE ${quoted(name)} (\n  ${[...early].map(({ text }) => text).join(',\n  ')}\n) ${tailOf(table)}`,
    ),
  })
  const more = (kind: 'index' | 'foreign-key', found: readonly Item[], dependsOn: readonly EmittedStatement['id'][]) =>
    found.length === 0
      ? []
      : [
          statement({
            ...{ ...place, kind, phase: 'post-data', sources: partsOf(id, found), dependsOn },
            sql: scriptOf(
              schema,
              `ALTER TABLE ${quoted(name)}\n  ${found.map(({ text }) => `ADD ${text}`).join(',\n  ')}`,
            ),
          }),
        ]
  const indexes = more('index', late, [first.id])
  const parents = foreign.map(({ text }) => parentOf(schema, text)).filter((parent) => parent !== `${schema}.${name}`)
  const waits = [`table:${schema}.${name}`, ...parents.map((parent) => `table:${parent}`)]
  const keys = more('foreign-key', foreign, [
    ...waits,
    ...[`${schema}.${name}`, ...parents].map((parent) => `index:${parent}`),
  ] as EmittedStatement['id'][])
  return [first, ...indexes, ...keys]
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** The counter is set when the rows are there; printed here it would be another table each time. */
const tailOf = ({ tail }: ShownTable): string =>
  tail
    .replace(/ AUTO_INCREMENT=\d+/, '')
    .replace(/^(ENGINE=)(\w+)/, (all, word: string, engine: string) => (replacedEngine(engine) ? `${word}InnoDB` : all))

/** Engines that take nothing back; tables that only lead to others stay what they are. */
export const replacedEngine = (engine: string): boolean => /^(MyISAM|Aria|MEMORY|HEAP|CSV|ARCHIVE)$/i.test(engine)

export const engineOf = (shown: string): string => /^ENGINE=(\w+)/.exec(splitTable(shown).tail)?.[1] ?? ''

function itemOf(text: string): Item {
  const name = nameIn(text) ?? ''
  if (text.startsWith('`')) return { text, kind: 'column', name }
  if (/^PRIMARY KEY/.test(text)) return { text, kind: 'primary', name: 'primary key' }
  if (/^UNIQUE KEY/.test(text)) return { text, kind: 'unique', name }
  if (/^(KEY|FULLTEXT KEY|SPATIAL KEY|VECTOR KEY)/.test(text)) return { text, kind: 'key', name }
  return /^CONSTRAINT .*? FOREIGN KEY/s.test(text) ? { text, kind: 'foreign', name } : { text, kind: 'other', name }
}

/** What the rows need: all but indexes and foreign keys, the unique keys of a table that has no other, and the index of a counter. */
function isNeeded(item: Item, items: readonly Item[]): boolean {
  if (item.kind === 'foreign') return false
  if (item.kind === 'unique' && !items.some(({ kind }) => kind === 'primary')) return true
  if (item.kind !== 'unique' && item.kind !== 'key') return true
  const counter = items.find(({ kind, text }) => kind === 'column' && / AUTO_INCREMENT\b/.test(text))
  if (!counter) return false
  const leads = (one: Item): boolean => firstColumn(one.text) === counter.name
  const primary = items.find(({ kind }) => kind === 'primary')
  if (primary && leads(primary)) return false
  return items.find((one) => (one.kind === 'unique' || one.kind === 'key') && leads(one)) === item
}

const firstColumn = (key: string): string | undefined => nameIn(key.slice(key.indexOf('(', key.lastIndexOf('KEY'))))

const parentOf = (schema: string, text: string): string => {
  const found = /REFERENCES (?:`((?:[^`]|``)+)`\.)?`((?:[^`]|``)+)`/.exec(text)
  const plain = (name: string | undefined) => name?.replaceAll('``', '`')
  return `${plain(found?.[1]) ?? schema}.${plain(found?.[2]) ?? ''}`
}

function partsOf(id: ObjectId, items: readonly Item[]): readonly PartId[] {
  return items.map(({ kind, name }) => {
    if (kind === 'column') return partId(id, 'column', name)
    return partId(id, kind === 'key' ? 'index' : 'constraint', name)
  })
}
