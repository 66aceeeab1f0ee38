import { describe, expect, it } from 'vitest'
import { readText } from './read-text.js'

const said = async (text: string) =>
  (await readText(text)).findings.filter((found) => found.code === 'XW-D0700').map((found) => found.data)

describe('what a dump cannot hold', () => {
  it('names FLOAT and DOUBLE(m,d) columns of tables with rows, once per table', async () => {
    const columns = 'a FLOAT, b DOUBLE(8,2), c DOUBLE, d DECIMAL(5,2), e FLOAT(7,3)'
    expect(await said(`CREATE TABLE t (${columns}); INSERT INTO t VALUES (1,1,1,1,1);`)).toEqual([
      { table: 'app.t', columns: 'a, b, e' },
    ])
    expect(await said(`CREATE TABLE app.t (${columns}); INSERT INTO app.t VALUES (1,1,1,1,1);`)).toHaveLength(1)
  })

  it('says nothing of tables without rows, exact columns and computed ones', async () => {
    expect(await said('CREATE TABLE t (a FLOAT); CREATE TABLE u (a INT); INSERT INTO u VALUES (1);')).toEqual([])
    const computed = 'CREATE TABLE t (a DOUBLE, f FLOAT AS (a * 2) STORED); INSERT INTO t (a) VALUES (1);'
    expect(await said(computed)).toEqual([])
  })
})
