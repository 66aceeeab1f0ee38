/** The same thing written in several ways: the first one that the server takes counts. */
export type Attempts = readonly string[]

/**
 * Random schemas, the same for the same seed. Many statements are not valid: the server that runs them is the judge, and what
 * it refuses is left out. Shapes are chosen to be awkward rather than likely.
 */
export function generateSchema(seed: number): readonly Attempts[] {
  const random = new Random(seed)
  const tables: Table[] = []
  const statements: Attempts[] = []
  for (let at = 0; at < 3 + random.below(4); at++) {
    const table = newTable(random, tables)
    tables.push(table)
    statements.push(
      Array.from({ length: 6 }, () => createTable(table, tables, random)),
      ...rowsOf(table, random),
    )
  }
  for (const table of tables) statements.push(...alterations(table, tables, random).map((sql) => [sql]))
  for (let at = 0; at < random.below(4); at++)
    statements.push(Array.from({ length: 3 }, () => createView(at, tables, random)))
  if (random.chance(0.4)) statements.push(...createSequence(random).map((sql) => [sql]))
  return statements
}

/** Mulberry32: small, and the same on every machine. */
class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<T>(list: readonly [T, ...T[]]): T
  pick<T>(list: readonly T[]): T | undefined
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }

  /** Up to `most` different ones, in random order. */
  some<T>(list: readonly T[], most: number): readonly T[] {
    const left = [...list]
    const taken: T[] = []
    for (let n = 1 + this.below(most); n > 0 && left.length > 0; n--)
      taken.push(...left.splice(this.below(left.length), 1))
    return taken
  }
}

interface Column {
  readonly name: string
  readonly kind: Kind
  readonly type: string
  readonly notNull: boolean
  readonly numbered: boolean
}

interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly primary: readonly Column[]
}

type Kind =
  | 'whole'
  | 'number'
  | 'text'
  | 'long'
  | 'bytes'
  | 'date'
  | 'moment'
  | 'time'
  | 'label'
  | 'labels'
  | 'bits'
  | 'other'

const words = [
  ...['id', 'name', 'Order', 'select', 'user', 'GROUP', 'value', 'key', 'Column', 'ctid', 'xmin', 'tableoid', 'oid'],
  ...['with space', "it's", 'dou"ble', 'back`tick', 'semi;colon', 'dollar$', 'at@sign', '1st', 'ünïcode', '日本語の列'],
  ...[
    'per%cent',
    'dash-ed',
    'a.b',
    'back\\slash',
    '--',
    '/*x*/',
    'CamelCase',
    'UPPER',
    '$$',
    ':name',
    '?',
    '{x}',
    'null',
    'default',
  ],
] as const
const longName = (n: number, letter: string): string => letter.repeat(n)

function nameFor(random: Random, taken: Set<string>): string {
  for (;;) {
    const base = random.chance(0.08)
      ? random.pick([longName(64, 'x'), longName(64, 'ä'), `${longName(60, 'y')}_${random.below(999)}`])
      : (random.pick(words) ?? 'x')
    const name = random.chance(0.6) ? `${base.slice(0, 58)}${random.below(90)}` : base
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}

const q = (name: string): string => `\`${name.replaceAll('`', '``')}\``
const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

const labels = [
  ...[
    'a',
    'B',
    "it's",
    'with,comma',
    'emoji 😀',
    'x'.repeat(70),
    'ü',
    'two words',
    '0',
    '1',
    '2',
    '"quoted"',
    'back\\slash',
    '{}',
  ],
  ...['null', 'new\nline', '%', '$1'],
] as const
const charsets = [
  'latin1',
  'utf8mb3',
  'utf8mb4',
  'ascii',
  'utf8mb4 COLLATE utf8mb4_bin',
  'binary',
  'ucs2',
  'cp1251',
].concat([
  'utf8mb4 COLLATE utf8mb4_unicode_ci',
  'latin1 COLLATE latin1_general_cs',
  'utf8mb4 COLLATE utf8mb4_german2_ci',
])
const charset = (random: Random): string => (random.chance(0.4) ? ` CHARACTER SET ${random.pick(charsets)}` : '')

const types: Readonly<Record<Kind, (random: Random) => string>> = {
  whole: (r) =>
    `${r.pick(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'tinyint(1)', 'int(5)', 'boolean'])}${r.pick(['', '', ' unsigned', ' unsigned zerofill'])}`,
  number: (r) =>
    r.pick([
      'decimal',
      'decimal(65,30)',
      'decimal(5,5)',
      'decimal(10,2) unsigned',
      'numeric(1)',
      'float',
      'float(7,3)',
      'double',
      'double unsigned',
      'real',
      'float(30)',
    ]),
  text: (r) =>
    `${r.pick(['char', 'char(0)', 'char(10)', 'varchar(1)', 'varchar(50)', 'varchar(300)', 'varchar(2000)', 'varchar(0)'])}${charset(r)}`,
  long: (r) => `${r.pick(['tinytext', 'text', 'mediumtext', 'longtext', 'text(500)'])}${charset(r)}`,
  bytes: (r) =>
    r.pick(['binary', 'binary(16)', 'varbinary(20)', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'varbinary(0)']),
  date: (r) => r.pick(['date', 'year']),
  moment: (r) => `${r.pick(['datetime', 'timestamp'])}${r.pick(['', '', '(3)', '(6)'])}`,
  time: (r) => `time${r.pick(['', '(2)', '(6)'])}`,
  label: (r) =>
    `enum(${r.some(labels, 6).map(text)})${charset(r).replace(/ CHARACTER SET (binary|latin1.*|ascii|cp1251)$/, '')}`,
  labels: (r) =>
    r.chance(0.1)
      ? `set(${Array.from({ length: 64 }, (_, i) => `'m${i}'`)})`
      : `set(${r
          .some(
            labels.filter((one) => !one.includes(',')),
            5,
          )
          .map(text)})`,
  bits: (r) => r.pick(['bit', 'bit(1)', 'bit(7)', 'bit(64)']),
  other: (r) => r.pick(['json', 'uuid', 'inet6', 'inet4', 'point', 'geometry']),
}

const fallbacks: Readonly<Record<Kind, readonly string[]>> = {
  whole: ['0', '1', "'7'", '-1', '127', 'TRUE', '(1 + 1)', "b'101'", '0x10', '(FLOOR(3.7))'],
  number: ['0', '0.5', "'1.25'", '-3', '1e2', '(1/3)', '0.000000000000000000000000000001', '.5'],
  text: [
    "''",
    "'a'",
    "'it''s'",
    "'tab\\t'",
    "'back\\\\slash'",
    "'new\\nline'",
    "'ü😀'",
    '1',
    "(CONCAT('a','b'))",
    '(UUID())',
    "'  '",
    "x'41'",
    '(USER())',
    "'%s$1'",
  ],
  long: ["'text'", "('expression')", "(CONCAT('x', 1))", "''"],
  bytes: ["''", "'ab'", "x'00ff'", '(UNHEX("41"))', "b'01000001'"],
  date: [
    "'2024-02-29'",
    "'0000-00-00'",
    "'2000-00-00'",
    '(CURRENT_DATE)',
    '2001',
    "'1970'",
    '(CURRENT_DATE + INTERVAL 1 DAY)',
  ],
  moment: [
    ...[
      'CURRENT_TIMESTAMP',
      'CURRENT_TIMESTAMP(3)',
      'CURRENT_TIMESTAMP(6)',
      "'2020-01-02 03:04:05'",
      "'0000-00-00 00:00:00'",
      "'2020-01-02'",
    ],
    ...[
      'CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
      'NULL ON UPDATE CURRENT_TIMESTAMP',
      'CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)',
      '(NOW() + INTERVAL 1 DAY)',
      '20200102030405',
      '(UTC_TIMESTAMP())',
    ],
  ],
  time: ["'10:11:12'", "'-838:59:59'", "'00:00:00.5'", '0', "'24:00:00'", '(CURRENT_TIME)'],
  label: ["'a'", "'B'", "'it''s'", "'0'", "'ü'", "'emoji 😀'", "'A'", "'null'"],
  labels: ["''", "'a'", "'a,B'", "'null'", "'ü'", "'m0,m63'", '\'"quoted"\''],
  bits: ["b'0'", "b'1'", '1', "b'0000101'", "x'05'", "'1'"],
  other: ["'{}'", "'null'", '(UUID())', "'::1'", "'127.0.0.1'", '(JSON_OBJECT())', '\'[1, "a"]\'', '(POINT(1,2))'],
}

const comments = [
  'plain',
  "it's",
  'new\nline',
  'back\\slash',
  'ü😀',
  "'; DROP TABLE x; --",
  '$$ $1 %s',
  '"',
  '/* */',
  "E'\\n'",
]

const kinds: readonly Kind[] = [
  'whole',
  'whole',
  'whole',
  'number',
  'text',
  'text',
  'text',
  'long',
  'bytes',
  'date',
  'moment',
  'moment',
  'time',
  'label',
  'labels',
  'bits',
  'other',
]

function newTable(random: Random, others: readonly Table[]): Table {
  const taken = new Set<string>()
  const names = new Set(others.map((one) => one.name.toLowerCase()))
  const columns: Column[] = []
  const numbered = random.chance(0.5)
  for (let at = 0; at < 2 + random.below(8); at++) {
    const first = at === 0 && numbered
    // A column that refers to another table has its type, most of the time.
    const like = !first && random.chance(0.25) ? random.pick(random.pick(others)?.primary ?? []) : undefined
    const kind = first ? 'whole' : (like?.kind ?? random.pick(kinds) ?? 'whole')
    const type = first
      ? random.pick(['int', 'bigint unsigned', 'smallint unsigned', 'tinyint', 'bigint'])
      : (like?.type ?? types[kind](random))
    columns.push({ name: nameFor(random, taken), kind, type, notNull: first || random.chance(0.5), numbered: first })
  }
  const primary = random.chance(0.85)
    ? numbered && random.chance(0.7)
      ? columns.slice(0, 1)
      : random.some(columns, 3)
    : []
  return { name: nameFor(random, names), columns, primary }
}

function createTable(table: Table, tables: readonly Table[], random: Random): string {
  const items = [
    ...table.columns.map((column) => columnText(column, table, random)),
    ...(table.primary.length > 0
      ? [`PRIMARY KEY (${table.primary.map((one) => keyPart(one, random)).join(', ')})`]
      : []),
    ...(table.columns[0]?.numbered && table.primary[0] !== table.columns[0]
      ? [`KEY (${q(table.columns[0].name)})`]
      : []),
  ]
  for (let at = 0; at < random.below(4); at++) items.push(keyText(table, random))
  if (random.chance(0.3)) items.push(checkText(table, random))
  for (let at = 0; at < random.below(2); at++)
    items.push(referenceText(table, tables, random) ?? keyText(table, random))
  const options = [
    ...(random.chance(0.4) ? [`COMMENT=${text(random.pick(comments) ?? '')}`] : []),
    ...(random.chance(0.3)
      ? [`DEFAULT CHARSET=${(random.pick(charsets) ?? 'latin1').replace(' COLLATE ', ' COLLATE=')}`]
      : []),
    ...(random.chance(0.4) ? [`AUTO_INCREMENT=${random.pick(['5', '100', '77'])}`] : []),
    ...(random.chance(0.1) ? ['ROW_FORMAT=COMPRESSED', 'STATS_PERSISTENT=1'] : []),
  ]
  return `CREATE TABLE ${q(table.name)} (${items.join(',\n  ')}) ENGINE=InnoDB ${options.join(' ')} ${partitionText(table, random)}`
}

function columnText(column: Column, table: Table, random: Random): string {
  const parts = [q(column.name), column.type]
  const earlier = table.columns.slice(0, table.columns.indexOf(column))
  if (!column.numbered && earlier.length > 0 && random.chance(0.07)) parts.push(generatedText(earlier, random))
  else {
    if (column.notNull) parts.push('NOT NULL')
    if (column.numbered) parts.push('AUTO_INCREMENT')
    else if (random.chance(0.45)) parts.push(`DEFAULT ${random.pick(fallbacksOf(column)) ?? 'NULL'}`)
    else if (column.kind === 'moment' && random.chance(0.2)) parts.push('ON UPDATE CURRENT_TIMESTAMP')
    if (random.chance(0.05)) parts.push('UNIQUE')
    if (random.chance(0.06)) parts.push('INVISIBLE')
  }
  if (random.chance(0.2)) parts.push(`COMMENT ${text(random.pick(comments) ?? '')}`)
  if (column.kind === 'whole' && random.chance(0.1)) parts.push(`CHECK (${q(column.name)} >= 0)`)
  return parts.join(' ')
}

/** The types of one kind take no default of each other; the server would only find out at the first row. */
const fallbacksOf = (column: Column): readonly string[] =>
  column.kind === 'other' && column.type !== 'uuid'
    ? fallbacks.other.filter((one) => one !== '(UUID())')
    : fallbacks[column.kind]

function generatedText(earlier: readonly Column[], random: Random): string {
  const of = q(random.pick(earlier)?.name ?? '')
  const form = random.pick([
    `CONCAT(${of}, '-')`,
    `${of} + 1`,
    `UPPER(${of})`,
    `LENGTH(${of})`,
    `COALESCE(${of}, 'none')`,
    `IF(${of} > 1, 'x', 'y')`,
    `LEFT(${of}, 3)`,
  ])
  return `GENERATED ALWAYS AS (${form}) ${random.pick(['VIRTUAL', 'STORED'])}`
}

const keyPart = (column: Column, random: Random): string => {
  const long = column.kind === 'long' || /blob|2000/.test(column.type)
  const prefix = (long && random.chance(0.9)) || (column.kind === 'text' && random.chance(0.12))
  return `${q(column.name)}${prefix ? `(${random.pick(['1', '10', '5'])})` : ''}${random.chance(0.15) ? ' DESC' : ''}`
}

function keyText(table: Table, random: Random): string {
  const parts = random.some(table.columns, 3).map((one) => keyPart(one, random))
  const kind = random.pick(['KEY', 'KEY', 'UNIQUE KEY', 'UNIQUE KEY', 'INDEX', 'FULLTEXT KEY', 'SPATIAL KEY'])
  const name = random.chance(0.6) ? q(nameFor(random, new Set())) : ''
  return `${kind} ${name} (${parts.join(', ')})${random.chance(0.2) ? ` COMMENT ${text(random.pick(comments) ?? '')}` : ''}${random.chance(0.1) ? ' USING HASH' : ''}`
}

function checkText(table: Table, random: Random): string {
  const of = q(random.pick(table.columns)?.name ?? '')
  const form = random.pick([
    `${of} IS NOT NULL`,
    `${of} <> 'x'`,
    `${of} > 0 OR ${of} IS NULL`,
    `LENGTH(${of}) < 100`,
    `${of} IN ('a', 'b', 1)`,
    `${of} BETWEEN 0 AND 1000000`,
  ])
  return `${random.chance(0.6) ? `CONSTRAINT ${q(nameFor(random, new Set()))} ` : ''}CHECK (${form})`
}

function referenceText(table: Table, tables: readonly Table[], random: Random): string | undefined {
  const target = random.pick(tables)
  const key = target?.primary[0]
  if (!target || !key) return undefined
  const from = table.columns.filter((one) => one.type === key.type)
  const column = random.pick(from) ?? random.pick(table.columns)
  if (!column) return undefined
  const action = (): string => random.pick(['CASCADE', 'RESTRICT', 'SET NULL', 'NO ACTION'])
  return `${random.chance(0.5) ? `CONSTRAINT ${q(nameFor(random, new Set()))} ` : ''}FOREIGN KEY (${q(column.name)}) REFERENCES ${q(target.name)} (${q(key.name)}) ${random.chance(0.5) ? `ON DELETE ${action()}` : ''} ${random.chance(0.5) ? `ON UPDATE ${action()}` : ''}`
}

function partitionText(table: Table, random: Random): string {
  if (!random.chance(0.25)) return ''
  const column = random.pick(table.primary.length > 0 ? table.primary : table.columns)
  if (!column) return ''
  const c = q(column.name)
  return random.pick([
    `PARTITION BY HASH (${c}) PARTITIONS 3`,
    `PARTITION BY KEY (${c}) PARTITIONS 2`,
    `PARTITION BY RANGE (${c}) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (100), PARTITION pm VALUES LESS THAN MAXVALUE)`,
    `PARTITION BY LIST (${c}) (PARTITION a VALUES IN (0, 1, 2), PARTITION b VALUES IN (3, 4, NULL), PARTITION c DEFAULT)`,
    `PARTITION BY RANGE COLUMNS (${c}) (PARTITION a VALUES LESS THAN ('m'), PARTITION \`B b\` VALUES LESS THAN (MAXVALUE))`,
    `PARTITION BY RANGE (YEAR(${c})) (PARTITION y0 VALUES LESS THAN (2000), PARTITION y1 VALUES LESS THAN MAXVALUE)`,
    `PARTITION BY RANGE (TO_DAYS(${c})) SUBPARTITION BY HASH (TO_DAYS(${c})) SUBPARTITIONS 2 (PARTITION d0 VALUES LESS THAN (730000), PARTITION d1 VALUES LESS THAN MAXVALUE)`,
  ])
}

const edges: Readonly<Record<Kind, readonly string[]>> = {
  whole: ['0', '1', '-1', '127', '255', '32767', '65535', '2147483647', '4294967295', '9223372036854775807', 'NULL'],
  number: ['0', '-0.5', '1e10', '0.1', '99999', 'NULL', '3.4e38', '12345678901234567890.123456789'],
  text: ["''", "'a'", "'A'", "'ü'", "' lead and trail '", "'tab\\tnl\\n'", "'😀'", 'NULL', "'\\\\'", "'\\''"],
  long: ["''", "REPEAT('long ', 40)", "'ü'", 'NULL', "'{}'"],
  bytes: ["''", "x'00'", "x'ff00ff'", 'NULL', "'abc'"],
  date: ["'2024-02-29'", "'1000-01-01'", "'9999-12-31'", 'NULL', "'2001'", '0'],
  moment: [
    "'2024-02-29 23:59:59.999999'",
    "'1970-01-02 00:00:01'",
    "'2037-12-31 23:59:59'",
    'NULL',
    "'2024-03-31 02:30:00'",
  ],
  time: ["'-838:59:59'", "'838:59:59'", "'00:00:00.000001'", 'NULL', "'12:00:00'"],
  label: ['1', '2', 'NULL', "'a'"],
  labels: ['0', '1', '3', 'NULL', "''"],
  bits: ["b'0'", "b'1'", 'NULL', '5', '18446744073709551615'],
  other: ["'{}'", "'::1'", "'127.0.0.1'", 'UUID()', 'POINT(1,2)', 'NULL', "'[1, 2.50]'"],
}

/** One row per statement, so that a row which the server does not take is left out alone. */
const rowsOf = (table: Table, random: Random): readonly Attempts[] =>
  Array.from({ length: 3 + random.below(5) }, () => Array.from({ length: 5 }, () => rowOf(table, random)))

function rowOf(table: Table, random: Random): string {
  const columns = table.columns.filter((column) => !column.numbered && random.chance(0.9))
  const values = columns.map((column) => random.pick(edges[column.kind]) ?? 'NULL')
  const names = columns.map((one) => q(one.name)).join(', ')
  return `INSERT ${random.chance(0.2) ? 'IGNORE ' : ''}INTO ${q(table.name)} (${names}) VALUES (${values.join(', ')})`
}

function alterations(table: Table, tables: readonly Table[], random: Random): readonly string[] {
  const name = q(table.name)
  const reference = referenceText(table, tables, random)
  return [
    ...(random.chance(0.4) && reference ? [`ALTER TABLE ${name} ADD ${reference}`] : []),
    ...(random.chance(0.3) ? [`ALTER TABLE ${name} ADD ${keyText(table, random)}`] : []),
    ...(random.chance(0.1) ? [`ALTER TABLE ${name} AUTO_INCREMENT=${1000 + random.below(1000)}`] : []),
  ]
}

function createView(at: number, tables: readonly Table[], random: Random): string {
  const table = random.pick(tables)
  if (!table) return ''
  const columns = random.some(table.columns, 4)
  const items = columns.map((one) => {
    const c = `t.${q(one.name)}`
    return random.pick([
      c,
      c,
      c,
      `COALESCE(${c}, NULL)`,
      `CONCAT('x', ${c})`,
      `${c} IS NULL`,
      `COUNT(${c})`,
      `MAX(${c})`,
      `CASE WHEN ${c} IS NULL THEN 0 ELSE 1 END`,
    ])
  })
  const grouped = items.some((item) => /^(COUNT|MAX)\(/.test(item))
  const names = random.chance(0.4)
    ? ` (${items.map((_, i) => q(`v${i}${random.pick(['', ' X', '"', 'É'])}`)).join(', ')})`
    : ''
  const plain = columns.filter((_, i) => !/^(COUNT|MAX)\(/.test(items[i] ?? '')).map((one) => `t.${q(one.name)}`)
  const tail =
    grouped && plain.length > 0
      ? ` GROUP BY ${plain.join(', ')}`
      : random.chance(0.2)
        ? ` WHERE t.${q(columns[0]?.name ?? '')} IS NOT NULL`
        : ''
  return `CREATE VIEW ${q(`view ${at}${random.pick(['', '"', 'É', "'"])}`)}${names} AS SELECT ${items.join(', ')} FROM ${q(table.name)} t${tail}`
}

const createSequence = (random: Random): readonly string[] => {
  const name = q(`seq ${random.pick(['a', 'B', "c'd", 'é'])}`)
  const step = random.pick(['1', '5', '-1'])
  return [
    `CREATE SEQUENCE ${name} START WITH ${random.pick(['1', '50', '-7'])} MINVALUE -100 MAXVALUE 1000 INCREMENT BY ${step} ${random.pick(['NOCACHE', 'CACHE 10'])} ${random.pick(['CYCLE', 'NOCYCLE'])}`,
    ...(random.chance(0.5) ? [`SELECT NEXTVAL(${name})`] : []),
  ]
}
