import { describe, expect, it } from 'vitest'
import { scriptParser } from '../../../../src/dialects/oracle/parse/script-parser.js'

async function said(text: string) {
  const bytes = Buffer.from(text)
  const file = {
    path: 'x.sql',
    size: bytes.length,
    chunks: async function* () {
      yield bytes
    },
  }
  const { findings } = await scriptParser.readScript([file], { defaultSchema: 'app' })
  return findings.filter(({ code }) => code === 'XW-T0025').map(({ object, data }) => [object, data])
}

const table = (name: string, type: string): string => `CREATE TABLE ${name} (id NUMBER, c ${type});\n`

describe('lengths of text in bytes', () => {
  it('are said once for all columns of a script', async () => {
    const script = `${table('a', 'VARCHAR2(10)')}${table('b', 'CHAR (3 BYTE)')}ALTER TABLE b ADD (d VARCHAR(5));\n`
    expect(await said(script)).toEqual([['table:app.a', { columns: 3, column: 'c' }]])
    expect(await said(`${table('a', 'VARCHAR2(10)')}ALTER TABLE a MODIFY (c VARCHAR2(20 CHAR));\n`)).toHaveLength(0)
  })

  it('are those of columns whose unit is neither written nor set for the session', async () => {
    for (const type of ['VARCHAR2(10 CHAR)', 'NVARCHAR2(10)', 'NCHAR(2)', 'CLOB', 'NUMBER(3)'])
      expect(await said(table('a', type))).toEqual([])
    const set = `ALTER SESSION SET NLS_LENGTH_SEMANTICS = 'CHAR';\n`
    expect(await said(`${set}${table('a', 'VARCHAR2(10)')}`)).toEqual([])
    expect(await said(`${set}${table('a', 'VARCHAR2(10 BYTE)')}`)).toHaveLength(1)
  })
})
