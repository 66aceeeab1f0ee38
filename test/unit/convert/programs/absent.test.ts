import { describe, expect, it } from 'vitest'
import { withWholeSchemas } from '../../../../src/dialects/mysql/catalog/whole.js'
import { convertScript } from '../support.js'

const seen = new Set(['shop'])

/** Codes of what was said of names that are not known, of a script and of a server that showed everything. */
async function codesOf(...programs: readonly string[]) {
  const text = [
    'CREATE TABLE t (id int PRIMARY KEY, n int);',
    'CREATE VIEW v AS SELECT id, n AS amount FROM t;',
    'DELIMITER //',
    ...programs.map((each) => `${each} //`),
  ].join('\n')
  const [script, server] = [
    await convertScript(text),
    await convertScript(text, { change: (source) => withWholeSchemas(source, seen) }),
  ]
  const own = (codes: readonly string[]) => codes.filter((code) => ['XW-C0300', 'XW-R0017', 'XW-R0096'].includes(code))
  return { script: own(script.codes), server: own(server.codes) }
}

const procedure = (body: string, name = 'p') => `CREATE PROCEDURE ${name}() BEGIN ${body} END`
const fails = { server: ['XW-R0096'] }
const unknown = { server: ['XW-C0300'] }

describe('a name that is nowhere in a schema that was seen whole', () => {
  it.each([
    ['a table', 'SELECT id FROM gone;'],
    ['a table that rows go into', 'INSERT INTO gone VALUES (1);'],
    ['a table in the only condition', 'IF EXISTS (SELECT 1 FROM gone) THEN SELECT 1; END IF;'],
    ['a column of a table', 'SELECT colour FROM t;'],
    ['a column of a view', 'SELECT v.n FROM v;'],
    ['a column under a name that nothing has', 'DELETE FROM t WHERE tt.id = 1;'],
  ])('makes the statement one that fails: %s', async (_, body) => {
    expect(await codesOf(procedure(body))).toEqual({ ...fails, script: ['XW-C0300'] })
  })

  it('makes the call of a procedure one that fails', async () => {
    expect(await codesOf(procedure('CALL nobody();'))).toEqual({ ...fails, script: ['XW-R0017'] })
  })

  it.each([
    [
      'another condition is asked before',
      'IF @a THEN SELECT 1; ELSEIF EXISTS (SELECT 1 FROM gone) THEN SELECT 2; END IF;',
    ],
    ['the loop has run before', 'REPEAT SET @a = 1; UNTIL EXISTS (SELECT 1 FROM gone) END REPEAT;'],
    [
      'the tables of a cursor stand elsewhere',
      'DECLARE c CURSOR FOR SELECT d.colour FROM (SELECT id FROM t) AS d; OPEN c; CLOSE c;',
    ],
    ['a query inside may give the column', 'SELECT d.colour FROM (SELECT id FROM t) AS d;'],
    ['tables have it without listing it', 'SELECT _rowid FROM t;'],
    ['it is a word of the server', 'SELECT CURRENT_ROLE FROM t;'],
    ['a query names a value so', 'SELECT id AS k, (SELECT MAX(n) FROM t x WHERE x.id = k) FROM t;'],
    ['it is in another schema', 'SELECT id FROM other.gone;'],
  ])('is told as not known where that is not certain: %s', async (_, body) => {
    expect(await codesOf(procedure(body))).toEqual({ ...unknown, script: ['XW-C0300'] })
  })

  it.each([
    ['in a statement', procedure('CREATE TEMPORARY TABLE gone SELECT id FROM t;', 'q')],
    ['in a text', procedure("SET @a = CONCAT('CREATE TABLE IF NOT EXISTS `gone` (id int)');", 'q')],
    ['under a name that is put together', procedure("SET @a = CONCAT('CREATE TABLE ', @b, ' (id int)');", 'q')],
    ['by renaming', procedure('RENAME TABLE t TO gone;', 'q')],
  ])('is told as not known when a program makes it %s', async (_, other) => {
    expect(await codesOf(procedure('SELECT id FROM gone;'), other)).toEqual({ ...unknown, script: ['XW-C0300'] })
  })

  it('is told as not known when a program adds the column', async () => {
    const other = procedure('ALTER TABLE t ADD colour int;', 'q')
    expect(await codesOf(procedure('DELETE FROM t WHERE colour = 1;'), other)).toEqual({
      ...unknown,
      script: ['XW-C0300'],
    })
  })
})
