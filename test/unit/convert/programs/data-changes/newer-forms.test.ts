import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Converted } from '../../support.js'
import { convertCases, resetTarget, startTarget, type Target } from './support/change-bench.js'
import { change } from './support/change-case.js'

/** Forms of later servers than the one that the recording was made with; what they leave follows from the manual. */
const cases = [
  {
    ...change(
      'WITH in front of UPDATE',
      'WITH q AS (SELECT item_id, SUM(amount) AS s FROM line GROUP BY item_id) UPDATE item JOIN q ON q.item_id = item.id SET item.price = q.s WHERE item.id < 3',
    ),
    table: 'item',
    rows: /^\["1","A1","one","1","12.5".*\["2","B2","two","2","1.25"/s,
  },
  {
    ...change(
      'WITH in front of UPDATE of one table',
      'WITH q AS (SELECT MAX(pos) AS m FROM slot) UPDATE slot SET label = "top" WHERE pos = (SELECT m FROM q)',
    ),
    table: 'slot',
    rows: /\["3","3","top"\]/,
  },
  {
    ...change(
      'WITH in front of DELETE',
      'WITH q AS (SELECT id FROM item WHERE qty > 1) DELETE FROM line WHERE item_id NOT IN (SELECT id FROM q)',
    ),
    table: 'line',
    rows: /^\["2","1","1.25","x"\]$/,
  },
  {
    ...change(
      'WITH in front of DELETE with LIMIT',
      'WITH q AS (SELECT 1 AS id) DELETE FROM slot WHERE id > (SELECT id FROM q) ORDER BY pos LIMIT 1',
    ),
    table: 'slot',
    rows: /^\["1","1","a"\]\n\["3","3","c"\]$/,
  },
  {
    ...change(
      'the new row by a name',
      "INSERT INTO total (name, n) VALUES ('one', 5) AS new ON DUPLICATE KEY UPDATE n = total.n + new.n, last = n",
    ),
    table: 'total',
    rows: /\["one","15","15"\]/,
  },
  {
    ...change(
      'columns of the new row by names',
      "INSERT INTO total (name, n) VALUES ('one', 5) AS new (k, v) ON DUPLICATE KEY UPDATE n = n + v, last = new.v",
    ),
    table: 'total',
    rows: /\["one","15","5"\]/,
  },
]

describe('forms of newer servers', () => {
  let target: Target
  let converted: Converted

  beforeAll(async () => {
    converted = await convertCases(cases)
    const made = await startTarget(converted)
    expect(made.problems).toEqual([])
    target = made
  })

  afterAll(async () => {
    await target?.db.close()
  })

  it.each(cases.map((each, index) => ({ ...each, index })))('$name', async ({ index, table, rows }) => {
    await target.db.exec(resetTarget.join(';\n'))
    const sql = converted.conversion.statements.find(({ name }) => name.name.text === `p${index}`)?.sql
    expect(await target.run(`CALL shop.p${index}()`), sql).toBeUndefined()
    expect((await target.rows(table)).join('\n'), sql).toMatch(rows)
  })
})
