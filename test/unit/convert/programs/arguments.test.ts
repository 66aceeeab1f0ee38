import { expect, it } from 'vitest'
import { convertScript } from '../support.js'

const strict = 'STRICT_TRANS_TABLES'

/** What happens to the argument of a procedure made under some settings, on a server with others. */
async function enteredOn(own: string, server: string | undefined): Promise<string> {
  const text = `SET sql_mode = '${own}';
DELIMITER $$
CREATE PROCEDURE p(a varchar(3)) BEGIN DECLARE b varchar(3); SET b = CONCAT(a, a); SELECT a, b; END $$`
  const { sql } = await convertScript(text, {
    change: (source) =>
      server === undefined ? source : { ...source, settings: { ...source.settings, 'global.sql_mode': server } },
  })
  return sql
}

it('an argument that is too long is cut or refused as the server of the callers would, not as the procedure was made', async () => {
  expect(await enteredOn('', strict)).toMatch(/p_a := crosswalk_rt\.fitting_text\(p_a, 3\)/)
  expect(await enteredOn(strict, '')).toMatch(/p_a := left\(p_a, 3\)/)
})

it('what the procedure stores itself goes by its own settings', async () => {
  expect(await enteredOn('', strict)).toMatch(/v_b := left\(/)
  expect(await enteredOn(strict, '')).not.toMatch(/v_b := left\(/)
})

it('where nobody says what callers have, the settings of the procedure count', async () => {
  expect(await enteredOn('', undefined)).toMatch(/p_a := left\(p_a, 3\)/)
  expect(await enteredOn(strict, undefined)).toMatch(/p_a := crosswalk_rt\.fitting_text\(p_a, 3\)/)
})
