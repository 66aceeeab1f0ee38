import { ident } from '../../../../../src/core/ir/names.js'
import type { Catalog, Table } from '../../../../../src/core/ir/schema.js'
import { base, bin, catalogOf, col, column, part, query, select, str, table, tableObject } from './trees.js'

/** Names and texts that have ended strings, comments, files or terminals in other programs. */
export const hostile = [
  "a'b",
  'a"b',
  'a""b',
  'a`b',
  'a]b',
  'a\nb',
  'a\n\\! touch canary',
  'a--b',
  'a/*b*/',
  '*/ DROP TABLE x; /*',
  '$$',
  '$body$',
  'a\\b',
  "\\';",
  ':x',
  ":'x'",
  'a;b',
  'select',
  'SELECT',
  'Ünïcode',
  '‮rtl',
  '😀'.repeat(15),
  '__proto__',
  'constructor',
  'toString',
  ' ',
  'a b',
  '1',
  'ﬁ',
  'x'.repeat(63),
  '%s',
  '{}',
  '\u2028',
]

const tables = hostile.map(
  (name): Table =>
    tableObject(
      'shop',
      name,
      [
        column(name, 'text', { comment: name, default: str(name) }),
        column(`${name.slice(0, 10)}2`, 'text', { nullable: false }),
      ],
      {
        comment: name,
        constraints: [
          {
            ...part,
            kind: 'check',
            name: ident(name),
            expr: bin('ne', col(name), str(name)),
            enforced: true,
            comment: name,
          },
        ],
        indexes: [
          {
            ...part,
            name: ident(`i${[...name].slice(0, 8).join('')}`),
            unique: false,
            method: 'btree',
            parts: [{ expr: col(name), descending: false }],
            visible: true,
            comment: name,
          },
        ],
      },
    ),
)
const views = hostile.map((name) => ({
  ...base('view', 'shop', `v ${[...name].slice(0, 10).join('')}`),
  kind: 'view' as const,
  materialized: false,
  columns: [ident(name)],
  security: 'definer' as const,
  comment: name,
  query: query(select([str(name)], [table('shop', name, name)])),
}))
const enums = hostile.map((name) => ({
  ...base('enumType', 'shop', `t ${[...name].slice(0, 10).join('')}`),
  kind: 'enumType' as const,
  labels: [name, `${name.slice(0, 20)}2`],
}))

export const hostileCatalog: Catalog = catalogOf([...tables, ...views, ...enums])
