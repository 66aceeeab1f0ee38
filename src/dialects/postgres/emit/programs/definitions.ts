import type { Definition } from '../../../../core/ir/definition.js'
import { type Doc, group, hardline, indent, join } from '../../../../core/layout/doc.js'
import { nameText, noForm, type Printing, textConstant } from '../code/printing.js'
import { queryDoc } from '../code/query.js'
import { keyDraft } from '../key.js'
import { indexDraft } from '../secondary-index.js'
import type { Draft } from '../statement.js'
import { defaultDrafts, tableDraft } from '../table.js'
import { renameTableText, tableChangeDoc } from './table-changes.js'

/** Statements about tables inside a program; each ends with `;`. */
export function definitionDoc(stmt: Definition, printing: Printing): Doc {
  if (stmt.actions) return tableChangeDoc(stmt, stmt.actions, printing)
  if (stmt.object === 'trigger') return dropTriggerDoc(stmt)
  switch (stmt.verb) {
    case 'create':
      return createDoc(stmt, printing)
    case 'drop':
      return `DROP ${stmt.object === 'view' ? 'VIEW' : 'TABLE'} ${stmt.guarded ? 'IF EXISTS ' : ''}${stmt.names.map(nameText).join(', ')};`
    case 'truncate':
      return `TRUNCATE TABLE ${stmt.names.map(nameText).join(', ')} RESTART IDENTITY;`
    case 'rename':
      return renameDoc(stmt)
    case 'alter':
      throw noForm(`the statement ${stmt.verb}`)
  }
}

/** The function of a trigger has its name; the trigger goes with it. */
const dropTriggerDoc = ({ names, guarded }: Definition): Doc =>
  `DROP FUNCTION ${guarded ? 'IF EXISTS ' : ''}${names.map((name) => `${nameText(name)}()`).join(', ')} CASCADE;`

function renameDoc({ names, guarded }: Definition): Doc {
  const pairs = names.flatMap((from, at) => {
    const to = names[at + 1]
    return at % 2 === 0 && to ? [renameTableText(from, to, guarded === true)] : []
  })
  return join(hardline, pairs)
}

function createDoc(stmt: Definition, printing: Printing): Doc {
  const [name, like] = stmt.names
  if (!name) throw noForm('a table without a name')
  if (stmt.object === 'view' && stmt.query)
    return [`CREATE OR REPLACE VIEW ${nameText(name)} AS`, indent(hardline, group(queryDoc(printing, stmt.query)), ';')]
  const word = /^temporary/.test(stmt.object) ? 'TEMPORARY TABLE' : 'TABLE'
  const head = `CREATE ${word} ${stmt.guarded ? 'IF NOT EXISTS ' : ''}${nameText(name)}`
  if (stmt.query) return [`${head} AS`, indent(hardline, group(queryDoc(printing, stmt.query)), ';')]
  if (like) return `${head} (LIKE ${nameText(like)} INCLUDING ALL);`
  if (!stmt.table) throw noForm('a table without columns')
  const statements = tableStatements(stmt, printing)
  if (!stmt.guarded) return statements
  const known = `to_regclass(${textConstant(nameText(name))})`
  return [`IF ${known} IS NULL THEN`, indent(hardline, statements), hardline, 'END IF;']
}

/** The table, its defaults, keys and indexes, each as it is made outside of programs. */
function tableStatements({ table }: Definition, printing: Printing): Doc {
  if (!table) return ''
  const attempt = <T>(_part: unknown, work: () => T): T => work()
  const drafts: Draft[] = [tableDraft(printing, table, attempt)]
  drafts.push(...defaultDrafts(() => printing, table, attempt))
  for (const constraint of table.constraints)
    if (constraint.kind === 'primaryKey' || constraint.kind === 'unique')
      drafts.push(keyDraft(printing, table, constraint))
  for (const index of table.indexes) drafts.push(indexDraft(printing, table, index))
  const lines = drafts.flatMap(({ statement }) => statement.sql.trimEnd().split('\n'))
  return join(hardline, lines)
}
