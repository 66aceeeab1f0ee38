import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildLedger } from '../../../src/convert/ledger.js'
import { convertAndProve } from '../../../src/convert/rounds.js'
import { sourceMap } from '../../../src/convert/source-map.js'
import type { ProofSession } from '../../../src/core/dialect/dialect.js'
import { prover } from '../../../src/dialects/postgres/prove/prover.js'
import { parseVersion } from '../../../src/dialects/postgres/version.js'
import { convertScript } from './support.js'

let session: ProofSession
beforeAll(async () => {
  session = await prover.open({ version: parseVersion('18') })
})
afterAll(() => session.close())
beforeEach(() => session.reset())

async function inRounds(script: string) {
  const text = `CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))//\n${script}//\n`
  let conversions = 0
  const convert = async (
    refusedStatements: readonly never[] | Parameters<Parameters<typeof convertAndProve>[1]>[0],
  ) => {
    conversions++
    return (await convertScript(`DELIMITER //\n${text}`, { settings: { refusedStatements } })).conversion
  }
  const proved = await convertAndProve(await convert([]), convert, session)
  const { ledger, findings } = buildLedger(
    proved.conversion,
    { engine: session.engine, results: proved.results },
    { tool: 'test', source: 'input.sql' },
  )
  const sqlOf = (name: string): string =>
    proved.conversion.statements.find(({ id }) => id.endsWith(`.${name}`))?.sql ?? ''
  const entryOf = (name: string) => ledger.objects.find(({ id }) => id.endsWith(`.${name}`))
  return { ...proved, findings, conversions, sqlOf, entryOf }
}

describe('a statement that the target refuses', () => {
  it('alone becomes one that raises; the rest of its program is converted and proved', async () => {
    const { sqlOf, entryOf, findings, results, conversions } = await inRounds(`CREATE PROCEDURE p(IN a INT)
      BEGIN
        DECLARE v INT;
        SELECT id, name INTO v FROM t WHERE id = a;
        UPDATE t SET name = 'x' WHERE id = a;
      END`)
    expect(conversions).toBe(2)
    expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(entryOf('p')).toMatchObject({ status: 'partial', proof: 'compiled' })
    const refused = findings.filter(({ code }) => code === 'XW-R0250')
    expect(refused.map(({ message, source }) => [message, source?.line])).toEqual([
      ['The target refuses the statement: 2 columns where 1 are taken.', 6],
    ])
    const lines = sqlOf('p').split('\n')
    const { line = 0 } = refused[0]?.target ?? {}
    expect(lines[line - 2]?.trim(), 'the line in the file, behind its head line').toBe(
      '-- SELECT id, name INTO v FROM t WHERE id = a',
    )
    expect(lines[line - 1]).toContain("MESSAGE = 'XW-R0250: The target refuses the statement: 2 columns")
    expect(sqlOf('p')).toContain('UPDATE shop.t SET name =')
  })

  it('is taken out wherever it is repeated: in a handler, in a loop', async () => {
    const { sqlOf, entryOf, results } = await inRounds(`CREATE PROCEDURE p()
      BEGIN
        DECLARE v INT;
        DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SELECT id, name INTO v FROM t WHERE id = 1;
        INSERT INTO t VALUES (1, 'a');
        WHILE v < 3 DO
          INSERT INTO t VALUES (2, 'b');
        END WHILE;
      END`)
    expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(entryOf('p')?.status).toBe('partial')
    expect(sqlOf('p').match(/XW-R0250/g)?.length).toBeGreaterThan(1)
    expect(sqlOf('p')).not.toContain('INTO STRICT')
  })

  it('costs nothing else when there is none', async () => {
    const { conversions, entryOf } = await inRounds("CREATE PROCEDURE p() UPDATE t SET name = 'x'")
    expect(conversions).toBe(1)
    expect(entryOf('p')?.status).toBe('converted')
  })
})

describe('the map of a conversion', () => {
  it('says of each statement of a program from which lines it comes', async () => {
    const { conversion, findings, sqlOf } = await inRounds(`CREATE PROCEDURE p(IN a INT)
      BEGIN
        DECLARE v INT DEFAULT 1;
        IF a > v THEN
          DELETE FROM t;
        END IF;
      END`)
    const map = [...sourceMap(conversion, findings)].find(({ file }) => file.includes('procedure'))
    const lines = sqlOf('p').split('\n')
    const told = map?.lines.map(({ from, to, source, part }) => [
      part ?? lines.slice(from - 2, to - 1).map((line) => line.trim())[0],
      `${source.line}-${source.endLine}`,
    ])
    expect(told).toEqual([
      ['procedure:shop.p', '3-9'],
      ['v integer := 1;', '5-5'],
      ['IF a > v THEN', '6-8'],
      ['DELETE FROM shop.t;', '7-7'],
    ])
  })

  it('is the same for the same source', async () => {
    const once = async () => {
      const { conversion, findings } = await convertScript(
        'CREATE TABLE t (id INT); CREATE VIEW v AS SELECT id FROM t;',
      )
      return JSON.stringify([...sourceMap(conversion, findings)])
    }
    expect(await once()).toBe(await once())
  })
})
