import { describe, expect, it } from 'vitest'
import { runtimeFunction } from '../../../../../src/dialects/postgres/runtime/index.js'
import { systemRelationTable } from '../../../../../src/rules/system-relations/system-relations.js'
import { convertText, script } from './convert-text.js'

const reads = (query: string): string => `CREATE PROCEDURE p(OUT n INT) BEGIN SELECT COUNT(*) INTO n FROM ${query}; END`

describe('relations in which the server lists its objects', () => {
  it('have the columns that the runtime library gives', () => {
    for (const { is, text, integer } of systemRelationTable('mysql').relations) {
      const given = /RETURNS TABLE \(([^)]*)\)/.exec(runtimeFunction(is)?.sql ?? '')?.[1] ?? ''
      const columns = [...text.map((name) => `${name} text`), ...integer.map((name) => `${name} bigint`)]
      expect(given.replaceAll('"', '').split(/,\s+/).sort(), is).toEqual(columns.sort())
    }
  })

  it('are read from the target, with the names that objects have there', async () => {
    const made = await convertText(
      script(reads("information_schema.TABLES t WHERE TABLE_SCHEMA = 'APP' AND t.TABLE_NAME IN ('T', 'other')")),
    )
    expect(made.of('p')).toContain('FROM crosswalk_rt.catalogue_tables() AS t')
    expect(made.of('p')).toMatch(/t\.table_schema = 'app' AND t\.table_name IN \('t', 'other'\)/)
  })

  it('leave texts beside columns of other tables alone', async () => {
    const made = await convertText(
      script('CREATE TABLE audit (table_name VARCHAR(20))', reads("audit WHERE table_name = 'T'")),
    )
    expect(made.of('p')).toContain("audit.table_name = 'T'")
  })

  it('have no other columns', async () => {
    const made = await convertText(script(reads('information_schema.TABLES WHERE CHECKSUM IS NULL')))
    expect(made.of('p')).toContain('XW-C0300')
  })
})
