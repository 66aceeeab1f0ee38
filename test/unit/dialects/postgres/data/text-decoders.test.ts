import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cell, cellText, createCell, form, viewOf } from '../../../../../src/core/data/cell.js'
import { valueDecoder } from '../../../../../src/dialects/postgres/data/binary-decoders.js'
import { textDecoder } from '../../../../../src/dialects/postgres/data/text-decoders.js'
import { moneyScale, sample, session } from './binary-sample.js'
import { everyType, ownTypes } from './every-type.js'

let db: PGlite
beforeAll(async () => {
  db = await PGlite.create()
  await db.exec(`${session}; ${ownTypes}`)
})
afterAll(() => db.close())

/** Form and value; whole numbers come as digits in text. */
function shown(cell: Cell): string {
  const isWhole = cell.form === form.int || cell.form === form.long || cell.form === form.digits
  return `${isWhole ? 'number' : cell.form} ${cellText(cell)}`
}

describe('a value in text form', () => {
  const types = Object.keys(everyType).filter((type) => !/^(money|ts(vector|query))$/.test(type))
  it.each(types)('of %s fills the cell as its binary form does', async (type) => {
    const { type: found, values } = await sample(db, type)
    const [binary, text] = [createCell(), createCell()]
    for (const value of values) {
      valueDecoder(found, { moneyScale })!(
        { bytes: value.bytes, view: viewOf(value.bytes) },
        0,
        value.bytes.length,
        binary,
      )
      const bytes = Buffer.from(value.text)
      textDecoder(found)({ bytes, view: viewOf(bytes) }, 0, bytes.length, text)
      expect(shown(text)).toBe(shown(binary))
    }
  })
})
