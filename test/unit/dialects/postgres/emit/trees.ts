import type { ColumnRef, Expr, Literal, Template } from '../../../../../src/core/ir/expr.js'
import { ident, noOrigin, objectId, qname } from '../../../../../src/core/ir/names.js'
import type { Query, Select, TableRef } from '../../../../../src/core/ir/query.js'
import type { Catalog, Column, SchemaObject, Table } from '../../../../../src/core/ir/schema.js'
import type { TypeRef } from '../../../../../src/core/ir/types.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'

// Short ways to say trees in tests.

export const col = (...path: string[]): ColumnRef => ({
  kind: 'column',
  origin: noOrigin,
  path: path.map((name) => ident(name)),
})

export const lit = (of: Literal['of'], text = ''): Literal => ({ kind: 'literal', origin: noOrigin, of, text })
export const num = (text: string | number): Literal => lit('integer', String(text))
export const str = (text: string): Literal => lit('text', text)

export const bin = (op: Extract<Expr, { kind: 'binary' }>['op'], left: Expr, right: Expr): Expr => ({
  kind: 'binary',
  origin: noOrigin,
  op,
  left,
  right,
})

export const un = (op: Extract<Expr, { kind: 'unary' }>['op'], operand: Expr): Expr => ({
  kind: 'unary',
  origin: noOrigin,
  op,
  operand,
})

export const call = (native: string, ...args: Expr[]): Extract<Expr, { kind: 'call' }> => ({
  kind: 'call',
  origin: noOrigin,
  fn: { native },
  args,
})

export const template = (parts: Template['parts'], atomic = false, needs: string[] = []): Template => ({
  kind: 'template',
  origin: noOrigin,
  rule: 'test.rule',
  parts,
  atomic,
  needs,
})

export const type = (native: string): TypeRef => ({ logical: { kind: 'opaque' }, native, origin: noOrigin })

export const table = (schema: string, name: string, alias?: string): TableRef => ({
  kind: 'tableRef',
  origin: noOrigin,
  name: qname(schema, name),
  ...(alias === undefined ? {} : { alias: ident(alias) }),
  partitions: [],
  hints: [],
})

export const select = (items: Expr[], from: Select['from'] = [], more: Partial<Select> = {}): Select => ({
  kind: 'select',
  origin: noOrigin,
  distinct: false,
  items: items.map((expr) => ({ kind: 'expr', expr })),
  from,
  groupBy: [],
  rollup: false,
  windows: [],
  hints: [],
  ...more,
})

export const query = (body: Query['body'], more: Partial<Query> = {}): Query => ({
  kind: 'query',
  origin: noOrigin,
  body,
  orderBy: [],
  ...more,
})

export const column = (name: string, native: string, more: Partial<Column> = {}): Column => ({
  origin: noOrigin,
  options: [],
  name: ident(name),
  type: type(native),
  nullable: true,
  visible: true,
  ...more,
})

export const base = (kind: string, schema: string, name: string) => ({
  id: objectId(kind, qname(schema, name)),
  name: qname(schema, name),
  origin: noOrigin,
  options: [],
})

export const tableObject = (schema: string, name: string, columns: Column[], more: Partial<Table> = {}): Table => ({
  ...base('table', schema, name),
  kind: 'table',
  temporary: false,
  columns,
  constraints: [],
  indexes: [],
  ...more,
})

export const catalogOf = (objects: SchemaObject[], version = '18', schema = 'shop'): Catalog => ({
  dialect: 'postgres',
  version: parseVersion(version),
  settings: {},
  schemas: [{ name: ident(schema), options: [], objects }],
})

export const part = { origin: noOrigin, options: [] } as const
