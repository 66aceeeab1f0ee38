import type pg from 'pg'
import { type DatabaseFacts, groupBy, type IndexFacts, type SequenceFacts, type TableFacts } from './facts.js'

type Row = Readonly<Record<string, string | null>>

/** What pg_catalog says of one schema. Partitions are counted with their table and are no tables of their own. */
export async function readTarget(client: pg.Client, schema: string): Promise<DatabaseFacts> {
  await client.query(`SET search_path = pg_catalog; SET timezone = 'UTC'; SET intervalstyle = 'postgres'`)
  const ask = async (sql: string): Promise<readonly Row[]> => (await client.query<Row>(sql, [schema])).rows
  const tables = await ask(`SELECT c.oid, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment,
      (SELECT count(*) FROM pg_partition_tree(c.oid) t WHERE t.isleaf AND t.level > 0
        AND NOT EXISTS (SELECT FROM pg_class p WHERE p.oid IN (t.relid, t.parentrelid)
          AND pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT')) AS partitions
    FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
      AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 2`)
  const columns = groupBy(
    await ask(`SELECT a.attrelid AS oid, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
        col_description(a.attrelid, a.attnum) AS comment, a.attgenerated, a.attidentity,
        pg_get_expr(d.adbin, d.adrelid) AS fallback, l.collname AS collation,
        (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = a.atttypid) AS labels,
        (SELECT string_agg(pg_get_triggerdef(t.oid) || p.prosrc, E'\\n') FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
          WHERE t.tgrelid = a.attrelid AND NOT t.tgisinternal) AS triggers
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
      LEFT JOIN pg_collation l ON l.oid = a.attcollation
      WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum`),
    (row) => String(row['oid']),
  )
  const indexes = groupBy(
    await ask(`SELECT i.indrelid AS oid, c.relname AS name, i.indisprimary, i.indisunique, m.amname AS method,
        CASE WHEN i.indkey[n] = 0 THEN '?' ELSE a.attname || CASE WHEN i.indoption[n] & 1 = 1 THEN ' desc' ELSE '' END END AS part
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      CROSS JOIN LATERAL generate_series(0, i.indnkeyatts - 1) n
      LEFT JOIN pg_attribute a ON (a.attrelid, a.attnum) = (i.indrelid, i.indkey[n])
      WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND NOT c.relispartition ORDER BY 1, 2, n`),
    (row) => String(row['oid']),
  )
  const constraints = groupBy(
    await ask(`SELECT k.conrelid AS oid, k.conname AS name, k.contype, k.confupdtype, k.confdeltype,
        (SELECT nspname FROM pg_namespace WHERE oid = f.relnamespace) || '.' || f.relname AS target, pg_get_constraintdef(k.oid) AS text,
        (SELECT json_agg(a.attname ORDER BY u.at) FROM unnest(k.conkey) WITH ORDINALITY u(num, at)
          JOIN pg_attribute a ON (a.attrelid, a.attnum) = (k.conrelid, u.num)) AS columns,
        (SELECT json_agg(a.attname ORDER BY u.at) FROM unnest(k.confkey) WITH ORDINALITY u(num, at)
          JOIN pg_attribute a ON (a.attrelid, a.attnum) = (k.confrelid, u.num)) AS targets
      FROM pg_constraint k LEFT JOIN pg_class f ON f.oid = k.confrelid
      WHERE k.connamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND k.contype IN ('f', 'c') AND k.conparentid = 0`),
    (row) => String(row['oid']),
  )
  // Before the defaults are tried, which may take numbers from them.
  const sequences = await ask(`SELECT s.schemaname, s.sequencename AS name, s.increment_by, s.cycle FROM pg_sequences s
    WHERE s.schemaname = $1 ORDER BY 2`)
  const sequenceFacts: SequenceFacts[] = []
  for (const row of sequences)
    sequenceFacts.push({
      name: String(row['name']),
      increment: String(row['increment_by']),
      cycles: row['cycle'] === 't',
      next: await nextIn(client, `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(String(row['name']))}`),
    })
  const read: TableFacts[] = []
  for (const table of tables) {
    const oid = String(table['oid'])
    const own = columns.get(oid) ?? []
    const next = await nextOf(client, oid, own)
    read.push({
      name: String(table['name']),
      comment: table['comment'] ?? '',
      columns: await columnsOf(client, own),
      indexes: indexesOf(indexes.get(oid) ?? []),
      foreignKeys: (constraints.get(oid) ?? [])
        .filter((row) => row['contype'] === 'f')
        .map((row) => ({
          name: String(row['name']),
          columns: listOf(row['columns']),
          target: String(row['target']),
          targetColumns: listOf(row['targets']),
          onUpdate: action(row['confupdtype']),
          onDelete: action(row['confdeltype']),
        })),
      checks: (constraints.get(oid) ?? [])
        .filter((row) => row['contype'] === 'c')
        .map((row) => ({
          name: String(row['name']),
          column: listOf(row['columns']).length === 1 ? (listOf(row['columns'])[0] ?? null) : null,
          text: String(row['text']),
        })),
      partitions: Number(table['partitions']),
      next,
    })
  }
  const views = await ask(`SELECT c.oid, c.relname AS name FROM pg_class c
    WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND c.relkind IN ('v', 'm') ORDER BY 2`)
  return {
    schema,
    tables: read,
    views: views.map((view) => ({
      name: String(view['name']),
      columns: (columns.get(String(view['oid'])) ?? []).map((column) => String(column['name'])),
    })),
    sequences: sequenceFacts,
  }
}

const listOf = (json: string | null | undefined): readonly string[] => (json ? JSON.parse(json).map(String) : [])

const actions: Readonly<Record<string, string>> = {
  ...{ a: 'NO ACTION', r: 'RESTRICT', c: 'CASCADE', n: 'SET NULL', d: 'SET DEFAULT' },
}
const action = (letter: string | null | undefined): string => actions[letter ?? ''] ?? String(letter)

/** The next value as the sequence will give it: one step after the last, or the first itself. */
async function nextIn(client: pg.Client, name: string): Promise<string> {
  const { rows } =
    await client.query<Row>(`SELECT CASE WHEN q.is_called THEN q.last_value + s.seqincrement ELSE q.last_value END AS next
    FROM ${name} q, pg_sequence s WHERE s.seqrelid = '${name.replaceAll("'", "''")}'::regclass`)
  return String(rows[0]?.['next'])
}

async function nextOf(client: pg.Client, oid: string, columns: readonly Row[]): Promise<string | null> {
  const numbered = columns.find((column) => column['attidentity'])
  if (!numbered) return null
  const { rows } = await client.query<Row>(`SELECT pg_get_serial_sequence($1::oid::regclass::text, $2) AS name`, [
    oid,
    numbered['name'],
  ])
  return rows[0]?.['name'] ? nextIn(client, rows[0]['name']) : null
}

async function columnsOf(client: pg.Client, rows: readonly Row[]): Promise<TableFacts['columns']> {
  const valued = rows.filter((row) => row['fallback'] !== null && !row['attgenerated'])
  const list = valued.map((row) => {
    const typed = `(${row['fallback']})::${row['type']}`
    return row['type'] === 'bytea' ? `upper(encode(${typed}, 'hex'))` : `${typed}::text`
  })
  const values = new Map<Row, string | null>()
  for (const [at, row] of valued.entries()) {
    const answer = await client
      .query<{ value: string | null }>(`SELECT ${list[at]} AS value`)
      .catch((error: Error) => ({ rows: [{ value: `no value: ${error.message}` }] }))
    values.set(row, answer.rows[0]?.value ?? null)
  }
  return rows.map((row) => ({
    name: String(row['name']),
    type: String(row['type']),
    labels: row['labels'] ? listOf(row['labels']) : null,
    nullable: row['attnotnull'] === 'f',
    comment: row['comment'] ?? '',
    generated: row['attgenerated'] === 's' || row['attgenerated'] === 'v',
    numbered: row['attidentity'] === 'a' || row['attidentity'] === 'd',
    onUpdate: mentions(row['triggers'], String(row['name'])),
    fallback: values.get(row) ?? null,
    collation: row['collation'] ?? null,
  }))
}

const mentions = (text: string | null | undefined, name: string): boolean =>
  [`NEW.${name} :=`, `NEW."${name.replaceAll('"', '""')}" :=`].some((assigned) => text?.includes(assigned))

function indexesOf(rows: readonly Row[]): readonly IndexFacts[] {
  return [...groupBy(rows, (row) => String(row['name']))].map(([name, parts]) => ({
    name,
    primary: parts[0]?.['indisprimary'] === 't',
    unique: parts[0]?.['indisunique'] === 't',
    parts: parts.map((row) => String(row['part'])),
    method: String(parts[0]?.['method']),
  }))
}
