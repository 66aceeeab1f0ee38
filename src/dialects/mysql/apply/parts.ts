import { nameIn, splitTable } from '../copy/show-table.js'

/**
 * What a server says of the parts of a table, each under the ids that statements about it alone have. An index that is unique
 * may be a key or an index to those who ask for it.
 */
export function partsOf(table: string, shown: string): readonly (readonly [id: string, text: string])[] {
  return splitTable(shown).items.flatMap((text) => {
    const name = nameIn(text)
    if (name === undefined || text.startsWith('`')) return []
    return kindsOf(text).map((kind) => [`${kind}:${table}/${name}`, text] as const)
  })
}

function kindsOf(text: string): readonly string[] {
  if (/^UNIQUE KEY/.test(text)) return ['unique', 'index']
  if (/^(KEY|FULLTEXT KEY|SPATIAL KEY)/.test(text)) return ['index']
  if (/^CONSTRAINT .*? FOREIGN KEY/s.test(text)) return ['foreign-key']
  return /^CONSTRAINT .*? CHECK/s.test(text) ? ['check'] : []
}

/** A part of a table stands behind its name: `index:shop.orders/by_day`. */
export const isPart = (id: string): boolean => /^(unique|index|check|foreign-key):[^/]*\//.test(id)

/** The table that a part belongs to, as its statement is called. */
export const ownerOf = (id: string): string => `table:${id.slice(id.indexOf(':') + 1, id.indexOf('/'))}`

/** Checks that stand in statements of their own are nothing of the table's statement. */
export const withoutChecks = (sql: string): string =>
  sql.replace(/,\n +CONSTRAINT `(?:[^`]|``)+` CHECK \(.*\)(?=,?\n)/g, '')
