import type { Constraint } from '../../../../core/ir/schema.js'
import { identText, nameText, noForm } from '../code/printing.js'

/** What stands behind the name of a constraint: the words of the source, with columns where they stood behind one. */
export function constraintText(each: Constraint): string {
  const text = each.ownText?.replace(/;\s*$/, '').replace(/\bUSING\s+INDEX\s+TABLESPACE\s+("[^"]*"|\S+)/i, '')
  if (each.kind === 'check') return text ?? refuse('a check without its text')
  const columns = `(${each.columns.map(identText).join(', ')})`
  if (each.kind === 'foreignKey') {
    if (text === undefined) return `FOREIGN KEY ${columns} REFERENCES ${nameText(each.target)}`
    return /^REFERENCES\b/i.test(text) ? `FOREIGN KEY ${columns} ${text}` : text
  }
  const words = each.kind === 'primaryKey' ? 'PRIMARY KEY' : 'UNIQUE'
  if (text === undefined) return `${words} ${columns}${each.deferrable ? ' DEFERRABLE' : ''}`
  const head = /^(?:PRIMARY\s+KEY|UNIQUE(?:\s+NULLS\s+(?:NOT\s+)?DISTINCT)?)/i.exec(text)?.[0] ?? ''
  const rest = text.slice(head.length).trim()
  return rest.startsWith('(') ? text : `${head} ${columns} ${rest}`.trim()
}

function refuse(what: string): never {
  throw noForm(what)
}
