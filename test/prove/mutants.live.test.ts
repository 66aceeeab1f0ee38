import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../src/prove/cases/random.js'
import { available } from '../support/servers.js'
import { type Mutant, mutantsOf } from './mutations.js'
import { type Shop, startShop } from './shop-servers.js'

/** Changes that change nothing a caller could see, and why. By routine, mutation and what the changed line says. */
const equivalent: readonly { readonly routine: string; readonly line: RegExp; readonly why: string }[] = [
  { routine: 'odd_sum', line: /i >= 20/, why: 'the number 20 is even and adds nothing; 21 leaves the loop either way' },
  {
    routine: 'odd_sum',
    line: /mod\(i, (2\)|nullif\(2, 1\))/,
    why: 'the divisor is the number 2, which is neither 0 nor 1',
  },
  { routine: 'discount', line: /round\(p_total \* v_rate, 3\)/, why: 'the value is rounded to two places behind it' },
  { routine: 'discount', line: /numeric\(11,2\)/, why: 'no total that the parameter holds gives more than ten digits' },
  { routine: 'raise_prices', line: /100, 3\)/, why: 'the column rounds to two places' },
  {
    routine: 'raise_prices',
    line: /p_percent\)\) \/ 100/,
    why: 'the price has a fraction, so the division keeps it without a cast',
  },
  { routine: 'orders_changed', line: /new\.total <= 0/, why: 'zero is set to zero' },
  {
    routine: 'add_customer',
    line: /WHEN SQLSTATE '22P99' THEN|^\s+NULL;/,
    why: 'the second handler stands around a statement that cannot raise',
  },
]

const isEquivalent = (routine: string, sql: string, mutant: Mutant): boolean => {
  const before = new Set(sql.split('\n'))
  const changed = mutant.text.split('\n').filter((line) => !before.has(line))
  // The first handler of the routine is around the INSERT, and counts.
  if (routine === 'add_customer' && mutant.place === 1) return false
  if (routine === 'add_customer' && mutant.mutation === 'a parameter is not set' && mutant.place !== 4) return false
  return equivalent.some((one) => one.routine === routine && changed.some((line) => one.line.test(line)))
}

describe.skipIf(!available('mariadb') || !available('postgres15'))('seeded wrong conversions', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await startShop()
  })
  afterAll(async () => {
    await shop?.stop()
  })

  /** Puts the mutant in the place of the routine; false when the engine refuses it, as the compile gate would. */
  const put = (text: string): Promise<boolean> =>
    shop.target.query(text.replace(/^CREATE (FUNCTION|PROCEDURE|VIEW|TRIGGER)/gm, 'CREATE OR REPLACE $1')).then(
      () => true,
      () => false,
    )

  it('are found: at least 28 of every 30', async () => {
    const survivors: string[] = []
    const found: boolean[] = []
    for (const { kind, name, sql, sources } of shop.out.statements) {
      if (!['function', 'procedure', 'trigger', 'view'].includes(kind) || sources.length === 0) continue
      const routine = name.name.text
      const ask = async (): Promise<string | undefined> =>
        (await shop.prove({ only: [routine], stopAtDifference: true })).objects[0]?.state
      if ((await ask()) !== 'equal') continue
      for (const mutant of mutantsOf(sql)) {
        if (isEquivalent(routine, sql, mutant) || !(await put(mutant.text))) continue
        const killed = (await ask()) === 'different'
        found.push(killed)
        if (!killed) survivors.push(`${routine}: ${mutant.mutation}, place ${mutant.place}`)
      }
      await put(sql)
    }
    const random = createRandom('thirty of them')
    const thirty = Array.from({ length: 30 }, () => found[Math.floor(random() * found.length)])
    const killed = found.filter(Boolean).length
    process.stderr.write(
      `\nmutants found: ${killed} of ${found.length}; of thirty by lot: ${thirty.filter(Boolean).length}\n`,
    )
    for (const one of survivors) process.stderr.write(`  not found: ${one}\n`)
    expect(found.length).toBeGreaterThan(120)
    expect(killed / found.length).toBeGreaterThanOrEqual(28 / 30)
    expect(thirty.filter(Boolean).length).toBeGreaterThanOrEqual(28)
  })
})
