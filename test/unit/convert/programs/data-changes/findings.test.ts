import { describe, expect, it } from 'vitest'
import { convertScript } from '../../support.js'
import { strict } from './support/change-bench.js'

const tables = [
  'CREATE TABLE t (id int NOT NULL AUTO_INCREMENT, a int, b int, name varchar(10), PRIMARY KEY (id), UNIQUE KEY (a), UNIQUE KEY (b))',
  'CREATE TABLE plain (id int NOT NULL, x int, y int, token varchar(40), PRIMARY KEY (id))',
  'CREATE TABLE parent (id int NOT NULL, PRIMARY KEY (id))',
  'CREATE TABLE child (id int NOT NULL, parent_id int, PRIMARY KEY (id), CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parent (id))',
  'CREATE TABLE place (id int NOT NULL, at point NOT NULL, PRIMARY KEY (id))',
  'CREATE VIEW sums AS SELECT x, SUM(y) AS y FROM plain GROUP BY x',
  'CREATE VIEW shown AS SELECT id, x + 1 AS x1 FROM plain',
]

const triggers = ['CREATE TRIGGER t_bi BEFORE INSERT ON t FOR EACH ROW SET NEW.name = UPPER(NEW.name)']

/** Codes of the findings about one statement in a procedure, and the procedure as it came out. */
async function findingsOf(body: string, mode = strict) {
  const text = [
    ...tables.map((each) => `${each};`),
    `SET sql_mode = '${mode}';`,
    'DELIMITER $$',
    ...triggers.map((each) => `${each} $$`),
    `CREATE PROCEDURE p() BEGIN ${body}; END $$`,
    'DELIMITER ;',
  ].join('\n')
  const { conversion, findings } = await convertScript(text)
  const own = findings.filter(({ code }) => code.startsWith('XW-R01') || code.startsWith('XW-C03'))
  const sql = conversion.statements.find(({ name }) => name.name.text === 'p')?.sql ?? ''
  return { codes: [...new Set(own.map(({ code }) => code))], sql }
}

describe('what cannot be changed as on the source', () => {
  it.each([
    ['a value that does not fit', "INSERT INTO plain (id) VALUES ('abc')", 'XW-R0100'],
    ['a derived table as the target', 'UPDATE (SELECT 1 AS x) d JOIN plain p ON p.x = d.x SET d.x = 2', 'XW-R0101'],
    ['a target that is not among the tables', 'DELETE q FROM plain p JOIN t ON t.id = p.id', 'XW-R0101'],
    ['a new value that cannot be computed twice', 'UPDATE plain SET token = UUID(), x = LENGTH(token)', 'XW-R0103'],
    ['IGNORE over a join', 'UPDATE IGNORE plain p JOIN t ON t.id = p.id SET p.id = t.a', 'XW-R0104'],
    ['LIMIT over a join', 'UPDATE plain p JOIN t ON t.id = p.id SET p.x = 1 LIMIT 1', 'XW-R0106'],
    ['one table under two names', 'UPDATE plain p JOIN plain q ON q.id = p.x SET p.x = 1, q.x = 2', 'XW-R0107'],
    ['a view over groups', 'UPDATE sums SET y = 1', 'XW-R0108'],
    ['a computed column of a view', 'UPDATE shown SET x1 = 1', 'XW-R0108'],
    ['keys of a view', 'REPLACE INTO shown (id) VALUES (1)', 'XW-R0108'],
    ['partitions by name', 'DELETE FROM plain PARTITION (p0) WHERE id = 1', 'XW-R0109'],
    ['partitions by name in INSERT', 'INSERT INTO plain PARTITION (p0) (id) VALUES (1)', 'XW-R0109'],
    ['another number of values', 'INSERT INTO plain (id, x) VALUES (1)', 'XW-R0113'],
    ['another number of columns in a query', 'INSERT INTO plain (id, x) SELECT 1', 'XW-R0113'],
    ['rows of several statements', 'REPLACE INTO plain (id) VALUES (1), (2) RETURNING id', 'XW-R0118'],
    ['an unknown table', 'INSERT INTO nowhere VALUES (1)', 'XW-C0300'],
    ['an unknown column', 'UPDATE plain SET z = 1', 'XW-C0300'],
  ])('%s becomes an error', async (_name, body, code) => {
    const { codes, sql } = await findingsOf(body)
    expect(codes).toContain(code)
    expect(sql).toMatch(/RAISE EXCEPTION/)
  })
})

describe('what is changed, and somebody should know', () => {
  it.each([
    ['a hint of a change', 'UPDATE LOW_PRIORITY plain SET x = 1', 'XW-C0307'],
    ['a key computed from itself', 'UPDATE plain SET id = id + 1', 'XW-R0102'],
    ['IGNORE and single values', 'INSERT IGNORE INTO plain (id) VALUES (1)', 'XW-R0105'],
    ['several keys', 'INSERT INTO t (id, a) VALUES (1, 2) ON DUPLICATE KEY UPDATE name = NULL', 'XW-R0111'],
    [
      'triggers and several keys',
      'INSERT INTO t (id, a) VALUES (1, 2) ON DUPLICATE KEY UPDATE name = NULL',
      'XW-R0112',
    ],
    ['triggers and REPLACE', 'REPLACE INTO t (a) VALUES (2)', 'XW-R0112'],
    ['REPLACE of rows that others refer to', 'REPLACE INTO parent VALUES (1)', 'XW-R0115'],
    ['a count', 'REPLACE INTO plain (id) VALUES (1); SELECT ROW_COUNT()', 'XW-R0116'],
  ])('%s', async (_name, body, code) => {
    const { codes, sql } = await findingsOf(body)
    expect(codes).toContain(code)
    expect(sql).not.toMatch(/RAISE EXCEPTION/)
  })

  it('settings that are not strict', async () => {
    expect((await findingsOf('UPDATE plain SET x = 1', 'NO_ENGINE_SUBSTITUTION')).codes).toEqual(['XW-R0117'])
  })

  it.each([
    'UPDATE plain SET id = id + 1 ORDER BY id DESC',
    'UPDATE plain SET x = 1, y = x WHERE id = 3',
    'INSERT INTO plain (id, x) VALUES (1, 2) ON DUPLICATE KEY UPDATE x = VALUES(x)',
    'DELETE FROM plain WHERE id = 1',
    'UPDATE plain SET x = 1; SELECT ROW_COUNT()',
  ])('nothing of %s', async (body) => {
    expect((await findingsOf(body)).codes).toEqual([])
  })
})

describe('a column that is a truth value on the target', () => {
  const told = async (body: string) => {
    const text = `CREATE TABLE f (id int PRIMARY KEY, a bool, b bool NOT NULL);
DELIMITER $$
CREATE PROCEDURE p(n tinyint) BEGIN ${body}; END $$`
    const { findings } = await convertScript(text, { options: { booleans: 'always' } })
    return findings.map(({ code }) => code).includes('XW-R0114')
  }

  it.each(['UPDATE f SET a = n', 'INSERT INTO f VALUES (1, 1, n)', 'UPDATE f SET b = a + b', 'UPDATE f SET a = id'])(
    'is told of what may be another number: %s',
    async (body) => expect(await told(body)).toBe(true),
  )

  it.each(['UPDATE f SET a = b', 'UPDATE f SET a = id > 3, b = 1', 'UPDATE f SET a = NOT b', 'UPDATE f SET a = NULL'])(
    'holds all that %s gives it',
    async (body) => expect(await told(body)).toBe(false),
  )
})

describe('keys that the target lacks', () => {
  it('what depends on one becomes an error that names it', async () => {
    const text = `CREATE TABLE k (id int NOT NULL, v json, PRIMARY KEY (id), UNIQUE KEY odd ((CAST(v AS CHAR(10)))));
DELIMITER $$
CREATE PROCEDURE p() BEGIN INSERT INTO k (id) VALUES (1) ON DUPLICATE KEY UPDATE id = 2; END $$`
    const { findings } = await convertScript(text, {
      change: (source) => ({
        ...source,
        schemas: source.schemas.map((schema) => ({
          ...schema,
          objects: schema.objects.map((object) =>
            object.kind === 'table'
              ? {
                  ...object,
                  indexes: object.indexes.map((index) => ({ ...index, method: 'spatial' as const, unique: true })),
                }
              : object,
          ),
        })),
      }),
    })
    expect(findings.map(({ code }) => code)).toContain('XW-R0110')
  })
})
