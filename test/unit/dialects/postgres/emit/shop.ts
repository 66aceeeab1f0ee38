import { ident, noOrigin, objectId, type PartId, partId, qname } from '../../../../../src/core/ir/names.js'
import type { Catalog, SchemaObject, Table } from '../../../../../src/core/ir/schema.js'
import {
  base,
  bin,
  call,
  catalogOf,
  col,
  column,
  lit,
  num,
  part,
  query,
  select,
  str,
  table,
  tableObject,
  template,
} from './trees.js'

const orders = objectId('table', qname('shop', 'orders'))
export const sourceOf = (name: string): PartId => partId(orders, 'column', name)

const sequence = { cycle: false, next: 1002n } as const

export const ordersTable: Table = tableObject(
  'shop',
  'orders',
  [
    column('id', 'bigint', { nullable: false, identity: { always: false, sequence }, sources: [sourceOf('id')] }),
    column('customer', 'integer', { nullable: false, sources: [sourceOf('customer')] }),
    column('state', '"shop"."Order State"', {
      default: str('new'),
      comment: "it's\nthe state */ -- \\! touch x",
      sources: [sourceOf('state')],
    }),
    column('total', 'numeric(10,2)', { nullable: false, default: num(0) }),
    column('vat', 'numeric(12,4)', {
      generated: { expr: bin('mul', col('total'), lit('decimal', '0.19')), stored: true },
    }),
    column('code', 'text', { default: template(['shop.next_code()'], true, ['shop.next_code']) }),
    column('changed', 'timestamp(0)', { default: call('localtimestamp', num(0)) }),
  ],
  {
    comment: 'All orders',
    sources: [partId(orders, 'option', 'self')],
    constraints: [
      { ...part, kind: 'primaryKey', name: ident('orders_pkey'), columns: [ident('id')], deferrable: false },
      { ...part, kind: 'unique', name: ident('orders_code'), columns: [ident('code')], deferrable: false },
      {
        ...part,
        kind: 'check',
        name: ident('total positive'),
        expr: bin('ge', col('total'), num(0)),
        enforced: true,
        comment: 'no debts',
      },
      {
        ...part,
        kind: 'foreignKey',
        name: ident('orders_customer'),
        columns: [ident('customer')],
        target: qname('shop', 'customers'),
        targetColumns: [ident('id')],
        onDelete: 'cascade',
        onUpdate: 'restrict',
        match: 'simple',
        deferrable: false,
        enforced: true,
      },
    ],
    indexes: [
      {
        ...part,
        name: ident('orders_by_code'),
        unique: false,
        method: 'btree',
        visible: true,
        comment: 'for search',
        parts: [
          { expr: call('lower', col('code')), descending: false },
          { expr: col('changed'), descending: true, nulls: 'last' },
        ],
        where: { kind: 'test', origin: noOrigin, is: 'null', negated: true, operand: col('code') },
      },
    ],
  },
)

export const objects: SchemaObject[] = [
  {
    ...base('view', 'shop', 'top_orders'),
    kind: 'view',
    materialized: false,
    columns: [],
    security: 'invoker',
    comment: 'the best',
    query: query(
      select(
        [
          col('o', 'id'),
          { ...call('count', { kind: 'star', origin: noOrigin }), filter: bin('gt', col('o', 'total'), num(5)) },
        ],
        [
          {
            kind: 'join',
            origin: noOrigin,
            join: 'left',
            natural: false,
            using: [],
            left: table('shop', 'orders', 'o'),
            right: table('shop', 'recent', 'r'),
            on: bin('eq', col('o', 'id'), col('r', 'id')),
          },
        ],
        {
          groupBy: [{ expr: col('o', 'id'), descending: false }],
          having: bin('gt', call('sum', col('o', 'total')), num(100)),
        },
      ),
      { orderBy: [{ expr: col('o', 'id'), descending: true, nulls: 'last' }], limit: num(10) },
    ),
  },
  {
    ...base('view', 'shop', 'recent'),
    kind: 'view',
    materialized: false,
    columns: [ident('id'), ident('Total')],
    security: 'definer',
    checkOption: 'local',
    query: query(select([col('id'), col('total')], [table('shop', 'orders')], { where: bin('gt', col('id'), num(7)) })),
  },
  ordersTable,
  tableObject(
    'shop',
    'customers',
    [
      column('id', 'integer', { nullable: false }),
      column('name', 'varchar(40)', { options: [{ key: 'postgres.collation', value: 'any_case', origin: noOrigin }] }),
    ],
    {
      constraints: [
        { ...part, kind: 'unique', name: ident('customers_id'), columns: [ident('id')], deferrable: false },
      ],
    },
  ),
  tableObject(
    'shop',
    'events',
    [column('at', 'date', { nullable: false }), column('kind', 'integer'), column('id', 'bigint', { nullable: false })],
    {
      constraints: [
        { ...part, kind: 'primaryKey', columns: [ident('at'), ident('kind'), ident('id')], deferrable: false },
      ],
      partitioning: {
        by: 'range',
        columns: true,
        linear: false,
        keys: [col('at')],
        origin: noOrigin,
        sub: { by: 'hash', columns: false, linear: false, keys: [col('kind')], partitions: [], origin: noOrigin },
        partitions: [
          {
            ...part,
            name: ident('events_2024'),
            comment: 'old',
            subpartitions: [0, 1].map((remainder) => ({
              ...part,
              name: ident(`events_2024_${remainder}`),
              subpartitions: [],
              bound: { kind: 'remainder' as const, modulus: 2, remainder },
            })),
            bound: { kind: 'fromTo', from: ['minvalue'], to: [lit('date', '2025-01-01')] },
          },
          {
            ...part,
            name: ident('events_rest'),
            subpartitions: [],
            bound: { kind: 'fromTo', from: [lit('date', '2025-01-01')], to: ['maxvalue'] },
          },
        ],
      },
    },
  ),
  { ...base('enumType', 'shop', 'Order State'), kind: 'enumType', labels: ['new', "it's", 'done'], comment: 'states' },
  {
    ...base('collation', 'shop', 'any_case'),
    kind: 'collation',
    provider: 'icu',
    locale: 'und-u-ks-level2',
    deterministic: false,
  },
  {
    ...base('sequence', 'shop', 'tickets'),
    kind: 'sequence',
    sequence: { start: 1n, increment: 5n, min: 1n, max: 9999n, cache: 20n, cycle: true, next: 51n },
  },
  {
    ...base('support', 'shop', 'next_code'),
    kind: 'support',
    what: 'function',
    needs: [],
    sql: "CREATE FUNCTION shop.next_code() RETURNS text\nLANGUAGE sql RETURN 'c' || nextval('shop.tickets');",
  },
  {
    ...base('trigger', 'shop', 'orders_changed'),
    kind: 'trigger',
    table: qname('shop', 'orders'),
    timing: 'before',
    events: ['update'],
    body: { kind: 'setOnUpdate', columns: [{ name: ident('changed'), value: call('localtimestamp', num(0)) }] },
  },
]

export const shop: Catalog = catalogOf(objects)
