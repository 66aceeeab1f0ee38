import parserModule from 'node-sql-parser'
import { describe, expect, it } from 'vitest'
import { readText, tableOf } from './read-text.js'

/** Definitions in the spellings that applications use. Where another parser understands them too, both must mean the same. */
const definitions: readonly string[] = [
  'CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT, name VARCHAR(64) DEFAULT NULL, PRIMARY KEY (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
  'CREATE TABLE t (a BIGINT UNSIGNED PRIMARY KEY, b TINYINT(1) NOT NULL DEFAULT 0, UNIQUE KEY ub (b), KEY ab (a, b))',
  "CREATE TABLE t (`key` VARCHAR(191) COLLATE utf8mb4_bin NOT NULL COMMENT 'the key', v LONGTEXT, PRIMARY KEY (`key`))",
  "CREATE TABLE t (k ENUM('a','b') NOT NULL DEFAULT 'a', d DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), KEY kd (k, d DESC))",
  'CREATE TABLE t (a INT, b INT, CONSTRAINT pk PRIMARY KEY (a, b), CONSTRAINT fk FOREIGN KEY (b) REFERENCES u (id) ON DELETE CASCADE ON UPDATE SET NULL)',
  'CREATE TABLE IF NOT EXISTS `t` (`x y` DECIMAL(10,2) UNSIGNED DEFAULT 1.5, g INT GENERATED ALWAYS AS (length(`x y`)) STORED, INDEX g_index (g))',
  'CREATE TABLE t (a TEXT, b BLOB, c JSON, d TIMESTAMP NULL DEFAULT NULL, FULLTEXT KEY words (a), UNIQUE INDEX (d))',
]

interface Opinion {
  readonly columns: readonly string[]
  readonly primary: readonly string[]
  readonly others: number
}

type Node = Readonly<Record<string, unknown>>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const nodesIn = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : [])
const nameOf = (value: unknown): string =>
  typeof value === 'string' ? value : isNode(value) ? nameOf(value['column']) : ''

/** What node-sql-parser makes of it. */
function secondOpinion(sql: string): Opinion {
  const ast = new parserModule.Parser().astify(sql, { database: 'MySQL' })
  const [create] = nodesIn(Array.isArray(ast) ? ast : [ast])
  const parts = nodesIn(create?.['create_definitions'])
  const columns = parts.filter((part) => part['resource'] === 'column')
  const isPrimary = (part: Node) => /primary key/i.test(String(part['constraint_type'] ?? ''))
  const keys = parts.filter((part) => part['resource'] !== 'column')
  const inline = columns.filter((part) => part['primary_key'] !== undefined).map((part) => nameOf(part['column']))
  return {
    columns: columns.map((part) => nameOf(part['column'])),
    primary: [...inline, ...keys.filter(isPrimary).flatMap((part) => nodesIn(part['definition']).map(nameOf))],
    others: keys.filter((part) => !isPrimary(part)).length,
  }
}

async function ownOpinion(sql: string): Promise<Opinion> {
  const table = tableOf(await readText(sql), 't')
  const primary = table.constraints.find((each) => each.kind === 'primaryKey')
  const others = table.constraints.filter((each) => each.kind !== 'primaryKey')
  // The index that the engine makes for a foreign key stands in no text.
  const foreign = others.filter((each) => each.kind === 'foreignKey').length
  return {
    columns: table.columns.map((column) => column.name.text),
    primary: primary?.kind === 'primaryKey' ? primary.columns.map((name) => name.text) : [],
    others: others.length + table.indexes.length - foreign,
  }
}

describe('a second parser', () => {
  it.each(definitions)('agrees on columns and keys of %s', async (sql) => {
    expect(await ownOpinion(sql)).toEqual(secondOpinion(sql))
  })
})
