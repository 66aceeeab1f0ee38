import fc from 'fast-check'

/** Schemas for trips: what both engines can say, in the words of either, under names that somebody could give. */
export interface SchemaModel {
  readonly tables: readonly TableModel[]
}

interface TableModel {
  readonly name: string
  readonly columns: readonly ColumnModel[]
  /** Places among the columns that may stand in a key. */
  readonly unique?: number | undefined
  readonly index: readonly number[]
  /** Place of an earlier table whose primary key a further column names. */
  readonly parent?: number | undefined
  readonly onDelete: 'CASCADE' | 'NO ACTION' | 'SET NULL'
  readonly comment: string
}

interface ColumnModel {
  readonly name: string
  readonly kind: number
  readonly nullable: boolean
  readonly byDefault: boolean
}

/** A type on either engine, with a constant of it. */
const kinds = [
  { mysql: 'int', postgres: 'integer', value: '7' },
  { mysql: 'bigint', postgres: 'bigint', value: '-9223372036854775808' },
  { mysql: 'smallint', postgres: 'smallint', value: '-1' },
  { mysql: 'decimal(12,3)', postgres: 'numeric(12,3)', value: '1.250' },
  { mysql: 'double', postgres: 'double precision', value: '0.5' },
  { mysql: 'varchar(40)', postgres: 'varchar(40)', value: "'it''s'" },
  { mysql: 'char(3)', postgres: 'char(3)', value: "'ab'" },
  { mysql: 'date', postgres: 'date', value: "'2024-02-29'" },
  { mysql: 'datetime(3)', postgres: 'timestamp(3)', value: "'2024-02-29 12:00:00.125'" },
  { mysql: 'int unsigned', postgres: 'boolean', value: '1', postgresValue: 'true' },
  { mysql: 'longtext', postgres: 'text' },
  { mysql: 'varbinary(8)', postgres: 'bytea' },
  { mysql: "enum('a','b''c')", postgres: 'uuid' },
  { mysql: 'year', postgres: 'jsonb' },
] as const

/** Kinds that may stand in a key on both engines. */
const inKeys = 9

const hostile = [
  'select',
  'a b',
  "it's",
  'dot.dot',
  'Größe',
  '日本',
  'a"b',
  'b`c',
  'semi;colon',
  '-- dash',
  '$1',
  'x\\y',
  'UPPER',
  'percent%s',
]
const name = fc.oneof({ weight: 3, arbitrary: fc.stringMatching(/^[a-z]{1,8}$/) }, fc.constantFrom(...hostile))

const column: fc.Arbitrary<ColumnModel> = fc.record({
  name,
  kind: fc.nat(kinds.length - 1),
  nullable: fc.boolean(),
  byDefault: fc.boolean(),
})

const folded = (text: string): string => text.toLowerCase()

const table: fc.Arbitrary<TableModel> = fc.record({
  name,
  columns: fc.uniqueArray(column, { minLength: 1, maxLength: 6, selector: (each) => folded(each.name) }),
  unique: fc.option(fc.nat(5), { nil: undefined }),
  index: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
  parent: fc.option(fc.nat(3), { nil: undefined }),
  onDelete: fc.constantFrom('CASCADE', 'NO ACTION', 'SET NULL'),
  comment: fc.constantFrom('', 'plain', 'it\'s; -- "so"', 'two\nlines'),
})

export const schemas: fc.Arbitrary<SchemaModel> = fc.record({
  tables: fc.uniqueArray(table, { minLength: 1, maxLength: 4, selector: (each) => folded(each.name) }),
})

export type Engine = 'mysql' | 'postgres'

/** The schema as a script of an engine. */
export const scriptOf = ({ tables }: SchemaModel, engine: Engine): string =>
  tables.map((each, at) => `${tableText(each, at, tables, engine)}\n`).join('')

const quote = (text: string, engine: Engine): string =>
  engine === 'mysql' ? `\`${text.replaceAll('`', '``')}\`` : `"${text.replaceAll('"', '""')}"`

const constant = (text: string, engine: Engine): string =>
  `'${(engine === 'mysql' ? text.replaceAll('\\', '\\\\') : text).replaceAll("'", "''")}'`

function tableText(own: TableModel, at: number, tables: readonly TableModel[], engine: Engine): string {
  const q = (text: string): string => quote(text, engine)
  const keys = own.columns.filter(({ kind }) => kind < inKeys)
  const pick = (place: number): ColumnModel | undefined => keys[place % Math.max(1, keys.length)]
  const parent = own.parent === undefined ? undefined : tables[own.parent % Math.max(1, at)]
  const target = parent && at > 0 && tables.indexOf(parent) < at ? parent : undefined
  const lines = [
    `${q('own id')} ${engine === 'mysql' ? 'int' : 'integer'} NOT NULL`,
    ...own.columns.map((each) => columnText(each, engine)),
  ]
  if (target) lines.push(`${q('up')} ${engine === 'mysql' ? 'int' : 'integer'}`)
  lines.push(`PRIMARY KEY (${q('own id')})`)
  const unique = own.unique === undefined ? undefined : pick(own.unique)
  if (unique) lines.push(`CONSTRAINT ${q(`u ${at}`)} UNIQUE (${q(unique.name)}, ${q('own id')})`)
  if (target)
    lines.push(
      `CONSTRAINT ${q(`f ${at}`)} FOREIGN KEY (${q('up')}) REFERENCES ${q(target.name)} (${q('own id')}) ON DELETE ${own.onDelete}`,
    )
  const comment = own.comment === '' ? '' : constant(own.comment, engine)
  const indexed = [...new Set(own.index.flatMap((place) => pick(place)?.name ?? []))]
  return [
    `CREATE TABLE ${q(own.name)} (\n  ${lines.join(',\n  ')}\n)${engine === 'mysql' && comment ? ` COMMENT=${comment}` : ''};`,
    ...(engine === 'postgres' && comment ? [`COMMENT ON TABLE ${q(own.name)} IS ${comment};`] : []),
    ...(indexed.length > 0 ? [`CREATE INDEX ${q(`i ${at}`)} ON ${q(own.name)} (${indexed.map(q).join(', ')});`] : []),
  ].join('\n')
}

function columnText({ name: own, kind, nullable, byDefault }: ColumnModel, engine: Engine): string {
  const type = kinds[kind % kinds.length] ?? kinds[0]
  const value =
    engine === 'postgres' && 'postgresValue' in type ? type.postgresValue : 'value' in type ? type.value : undefined
  const words = [quote(own, engine), type[engine], nullable ? 'NULL' : 'NOT NULL']
  return [...words, ...(byDefault && value !== undefined ? [`DEFAULT ${value}`] : [])].join(' ')
}
