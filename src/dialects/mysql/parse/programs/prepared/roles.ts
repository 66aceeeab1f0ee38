import type { Expr, VariableRef } from '../../../../../core/ir/expr.js'
import type { Stmt } from '../../../../../core/ir/statement.js'

/** What a text in a statement must be where it stands; `unclear`: it could be anything there. */
export type Role = 'number' | 'list' | 'name' | 'order' | 'unclear'

/** The name of a variable of the program, in lower case, where the node is one. */
export function holeName(node: unknown): string | undefined {
  const { kind, scope, name } = (node ?? {}) as Partial<VariableRef>
  return kind === 'variable' && scope === 'local' ? name?.text.toLowerCase() : undefined
}

/** The role of each variable that stands for a part of the text, by its place. */
export function rolesOf(stmt: Stmt, texts: ReadonlySet<string>): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>()
  const visit = (node: unknown, role: Role): void => {
    if (typeof node !== 'object' || node === null) return
    const name = holeName(node)
    if (name !== undefined && texts.has(name)) roles.set(name, roles.has(name) ? 'unclear' : role)
    else if (Array.isArray(node)) for (const each of node) visit(each, role)
    else for (const [key, value] of Object.entries(node)) visit(value, roleOf(node, key, role))
  }
  visit(stmt, 'unclear')
  return roles
}

const comparison = /^(eq|ne|lt|le|gt|ge|nullSafeEq)$/
const arithmetic = /^(add|sub|mul|div|intDiv|mod)$/

/** What stands for a part of a node by its key. An unclear part of a list, or of a pair, is as clear as the whole. */
function roleOf(node: { readonly kind?: unknown; readonly op?: unknown }, key: string, around: Role): Role {
  switch (node.kind) {
    case 'inList':
      return key === 'items' ? 'list' : 'name'
    case 'between':
      return key === 'operand' ? 'name' : 'number'
    case 'binary':
      if (arithmetic.test(String(node.op))) return 'number'
      if (comparison.test(String(node.op))) return key === 'right' ? 'number' : 'name'
      return 'unclear'
    case 'unary':
      return node.op === 'neg' ? 'number' : 'unclear'
    case 'call':
      return key === 'args' ? 'number' : 'unclear'
    case 'insert':
      return key === 'source' || key === 'onDuplicate' ? 'number' : 'unclear'
    case 'callStatement':
      return 'number'
    case 'expr':
      return around
    default:
      return bySlot[key] ?? (node.kind === undefined ? around : 'unclear')
  }
}

const bySlot: Readonly<Record<string, Role>> = {
  limit: 'number',
  offset: 'number',
  set: 'number',
  items: 'name',
  orderBy: 'order',
  groupBy: 'name',
}

/** Whether a list can be checked as one text: its items are parts of the text, and numbers. */
export const isListOfTexts = (items: readonly Expr[], holes: ReadonlyMap<string, { readonly how: string }>): boolean =>
  items.every((item) => {
    if (item.kind === 'literal') return item.of === 'integer' || item.of === 'decimal'
    return holes.get(holeName(item) ?? '')?.how !== undefined && holes.get(holeName(item) ?? '')?.how !== 'value'
  })

/** Where holes stand as names: the kind of what holds the name and the key that it has there. */
export function placesOfNames(stmt: Stmt, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  const visit = (node: unknown, place: string): void => {
    if (typeof node !== 'object' || node === null) return
    const { kind, text, schema, name } = node as { readonly [key: string]: unknown }
    if (typeof text === 'string' && names.has(text.toLowerCase()) && kind === undefined)
      places.set(text.toLowerCase(), places.has(text.toLowerCase()) ? 'several' : place)
    else if (Array.isArray(node)) for (const each of node) visit(each, place)
    else if (kind === undefined && isIdent(name) && (schema === undefined || isIdent(schema))) {
      visit(name, place)
      visit(schema, 'schema')
    } else for (const [key, value] of Object.entries(node)) visit(value, `${String(kind)}.${key}`)
  }
  visit(stmt, '')
  return places
}

const isIdent = (node: unknown): boolean =>
  typeof node === 'object' && node !== null && 'text' in node && 'quoted' in node
