import { describe, expect, it } from 'vitest'
import { hazards } from '../../../src/dialects/mysql/prove-calls/hazards.js'
import { CodeIndex, ReachFinder } from '../../../src/prove/code/closure.js'
import { questionsOf } from '../../../src/prove/code/questions.js'
import { planProof } from '../../../src/prove/plan.js'
import { sourceCatalog } from './support.js'

const sql = `
CREATE TABLE a (id INT PRIMARY KEY, n INT);
CREATE TABLE b (id INT PRIMARY KEY, a_id INT, FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE);
CREATE TABLE log (what TEXT);
DELIMITER $$
CREATE TRIGGER b_gone AFTER DELETE ON b FOR EACH ROW INSERT INTO log VALUES ('b')$$
CREATE PROCEDURE inner_one(p_id INT) DELETE FROM a WHERE id = p_id AND n > 5$$
CREATE PROCEDURE outer_one(p_id INT) CALL inner_one(p_id)$$
CREATE PROCEDURE commits() BEGIN DELETE FROM a; COMMIT; END$$
CREATE PROCEDURE calls_commits() CALL commits()$$
CREATE PROCEDURE defines() CREATE TABLE c (id INT)$$
CREATE PROCEDURE waits() DO SLEEP(1)$$
CREATE FUNCTION size_of(p TEXT) RETURNS INT RETURN IF(CHAR_LENGTH(p) > 3 AND p LIKE 'x%', 1, 0)$$
DELIMITER ;
`

describe('what a program reaches', () => {
  it('goes through calls, cascades and triggers to every table that changes', async () => {
    const catalog = await sourceCatalog(sql)
    const index = new CodeIndex(catalog, hazards)
    const program = index.routine('procedure', { name: { text: 'OUTER_ONE', quoted: false } }, 'shop')?.program
    const reach = new ReachFinder(index).program(program, 'shop').found()
    expect([...reach.writes].map((table) => table.name.name.text).sort()).toEqual(['a', 'b', 'log'])
  })
})

describe('what a program asks', () => {
  it('is every literal that decides, with how it does', async () => {
    const catalog = await sourceCatalog(sql)
    const index = new CodeIndex(catalog, hazards)
    const program = index.routine('function', { name: { text: 'size_of', quoted: false } }, 'shop')?.program
    const asked = program ? questionsOf(program).questions : []
    expect(asked.map(({ subject, value, how }) => [subject.name, value.text, how])).toEqual(
      expect.arrayContaining([
        ['p', '3', 'length'],
        ['p', 'x%', 'pattern'],
      ]),
    )
  })
})

describe('what is not run', () => {
  it('commits, defines or waits, itself or in what it calls', async () => {
    const catalog = await sourceCatalog(sql)
    const statements = catalog.schemas.flatMap((schema) =>
      schema.objects.map((object) => ({
        ...{ id: object.id as never, kind: 'function' as const, name: object.name, object: object.id },
        ...{
          sources: [object.id as never],
          phase: 'post-data' as const,
          minimal: false,
          sql: '',
          dependsOn: [],
          lines: [],
        },
      })),
    )
    const input = { catalog, mapping: { tables: [], sequences: [] }, statements, hazards, allowCommit: false, only: [] }
    const reasons = Object.fromEntries(
      planProof(input).flatMap((one) => ('notRun' in one ? [[one.name, one.notRun]] : [])),
    )
    expect(reasons['shop.commits']).toMatch(/COMMIT/)
    expect(reasons['shop.calls_commits']).toMatch(/COMMIT/)
    expect(reasons['shop.defines']).toMatch(/CREATE TABLE/)
    expect(reasons['shop.waits']).toMatch(/sleep/)
    expect(reasons['shop.size_of']).toBeUndefined()
    const allowed = planProof({ ...input, allowCommit: true })
    expect(allowed.some((one) => 'subject' in one && one.subject.name === 'shop.commits')).toBe(true)
    expect(allowed.some((one) => 'subject' in one && one.subject.name === 'shop.waits')).toBe(false)
  })
})
