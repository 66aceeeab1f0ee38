import { type Ident, ident } from '../../../../core/ir/names.js'
import type { Constraint, Index, Table } from '../../../../core/ir/schema.js'
import { walkExpr } from '../../../../core/ir/walk.js'

/** Longest name in bytes. */
const longest = 63

/** The name that the server gives a constraint without one; a later statement may say it (`DROP CONSTRAINT t_pkey`). */
export function constraintName(table: Table, each: Constraint): Ident {
  switch (each.kind) {
    case 'primaryKey':
      return free(table, '', 'pkey')
    case 'unique':
      return free(table, joined(each.columns), 'key')
    case 'foreignKey':
      return free(table, joined(each.columns), 'fkey')
    case 'check': {
      const columns = new Set<string>()
      walkExpr(each.expr, (node) => {
        if (node.kind === 'column') columns.add(node.path.at(-1)?.text ?? '')
        return true
      })
      return free(table, columns.size === 1 ? [...columns].join('') : '', 'check')
    }
  }
}

export function indexName(table: Table, { parts }: Index): Ident {
  const names = parts.map(({ expr }) => (expr.kind === 'column' ? (expr.path.at(-1)?.text ?? '') : wordOf(expr)))
  return free(table, names.join('_'), 'idx')
}

const wordOf = (expr: Index['parts'][number]['expr']): string =>
  expr.kind === 'call' && 'native' in expr.fn ? expr.fn.native : 'expr'

const joined = (columns: readonly Ident[]): string => columns.map(({ text }) => text).join('_')

/** A number behind the label tells it from one that is there. */
function free(table: Table, columns: string, label: string): Ident {
  const taken = new Set([...table.constraints, ...table.indexes].map(({ name }) => name?.text))
  for (let count = 0; ; count++) {
    const name = objectName(table.name.name.text, columns, count === 0 ? label : `${label}${count}`)
    if (!taken.has(name)) return ident(name)
  }
}

/** makeObjectName in src/backend/commands/indexcmds.c: of two names that are too long the longer one is cut. */
function objectName(table: string, columns: string, label: string): string {
  const [one, two] = [[...table], [...columns]]
  const room = longest - label.length - (columns === '' ? 1 : 2)
  const bytes = (letters: readonly string[]): number => Buffer.byteLength(letters.join(''))
  while (bytes(one) + bytes(two) > room) {
    if (bytes(one) > bytes(two)) one.pop()
    else two.pop()
  }
  return [one.join(''), two.join(''), label].filter((part) => part !== '').join('_')
}
