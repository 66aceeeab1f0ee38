import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCell, form, viewOf } from '../../../../../src/core/data/cell.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { valueDecoder, verbatim, verbatimForm } from '../../../../../src/dialects/postgres/data/binary-decoders.js'
import { serverTextOf } from '../../../../../src/dialects/postgres/data/binary-text.js'
import { encoderOf } from '../../../../../src/dialects/postgres/data/encoders.js'
import type { TargetColumn } from '../../../../../src/dialects/postgres/data/encoding.js'
import { RowBuffer } from '../../../../../src/dialects/postgres/data/row-buffer.js'
import type { ValueType } from '../../../../../src/dialects/postgres/data/value-type.js'
import { head, moneyScale, type Sample, sample, session, typeOf } from './binary-sample.js'
import { everyType, ownTypes } from './every-type.js'

/** Two servers whose user types have different numbers. */
let source: PGlite
let target: PGlite

beforeAll(async () => {
  source = await PGlite.create()
  target = await PGlite.create()
  await target.exec(`CREATE TYPE another AS ENUM ('x'); CREATE TYPE more AS (a int);`)
  for (const db of [source, target]) await db.exec(`${session}; ${ownTypes}`)
})
afterAll(() => Promise.all([source.close(), target.close()]))

function targetColumn(valueType: ValueType): TargetColumn {
  const name = valueType.kind === 'base' ? valueType.name : ''
  return {
    ...{
      index: 0,
      name: 'x',
      type: name,
      declared: name,
      typeKind: valueType.kind === 'enum' ? 'e' : 'b',
      notNull: false,
    },
    ...{ typmod: valueType.kind === 'base' ? valueType.modifier : -1, elementOid: 0, elementLabels: [], valueType },
    labels: valueType.kind === 'enum' ? valueType.labels : [],
  }
}

/** What the target shows of values that went through the cell, in the target's own type or as text. */
async function stored(type: string, { type: from, values }: Sample, way: 'verbatim' | 'decoded'): Promise<unknown[]> {
  const out = new RowBuffer(1, 64)
  const rows: Buffer[] = []
  out.collectRows((row) => void rows.push(row))
  const column = targetColumn(await typeOf(target, type))
  const writer = encoderOf(column, { out, policies: defaultPolicies, changed: () => undefined })!
  const decode = way === 'verbatim' ? verbatim : valueDecoder(from, { moneyScale })!
  const write = way === 'verbatim' ? writer.verbatim!.write : writer
  const cell = createCell()
  for (const { bytes } of values) {
    out.beginRow()
    decode({ bytes, view: viewOf(bytes) }, 0, bytes.length, cell)
    write(cell)
    if (!out.endRow()) rows.push(Buffer.alloc(0))
  }
  if (rows.some((row) => row.length === 0)) return rows.map((row) => (row.length === 0 ? 'refused' : 'written'))
  await target.query(`COPY v (x) FROM '/dev/blob' (FORMAT binary)`, [], {
    blob: new Blob([head, ...rows, Buffer.from('ffff', 'hex')].map((part) => new Uint8Array(part))),
  })
  const { rows: texts } = await target.query<{ x: string }>(`SELECT format('%s', x) AS x FROM v ORDER BY n`)
  return texts.map((row) => row.x)
}

const latin1 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')

describe('a value in binary form', () => {
  it.each(Object.keys(everyType))('of %s is printed as the server prints it', async (type) => {
    const { type: found, values } = await sample(source, type)
    const text = serverTextOf(found, { moneyScale })
    if (/^ts(vector|query)$/.test(type)) return expect(text).toBeUndefined()
    const printed = values.map(({ bytes }) => latin1(text!({ bytes, view: viewOf(bytes) }, 0, bytes.length)))
    const expected = values.map((value) => (type === 'money' ? value.text.replace(/[$,]/g, '') : value.text))
    expect(printed).toEqual(expected)
  })

  it.each(Object.keys(everyType))('of %s goes as it is to the same type of another server', async (type) => {
    const found = await sample(source, type)
    if (verbatimForm(found.type) === null) return expect(await stored(type, found, 'decoded')).toEqual(textsOf(found))
    expect(await stored(type, found, 'verbatim')).toEqual(textsOf(found))
  })

  const decoded = ['bool', 'int2', 'int4', 'int8', 'numeric(10,2)', 'float4', 'float8', 'bytea', 'time', 'jsonb']
  it.each([...decoded, 'bit(1)', 'bit(11)', 'bit(64)', 'uuid', 'small', 'price'])(
    'of %s goes through the cell unchanged',
    async (type) => {
      const found = await sample(source, type)
      const usual = {
        ...found,
        values: found.values.filter(({ text }) => !/NaN/.test(text) || type.startsWith('float')),
      }
      expect(await stored(type, usual, 'decoded')).toEqual(textsOf(usual))
    },
  )
})

const textsOf = ({ values }: Sample): readonly string[] => values.map((value) => value.text)

describe('what a target takes as it is', () => {
  const takes = async (from: string, to: string): Promise<boolean> => {
    const offered = verbatimForm(await typeOf(source, from))
    const out = new RowBuffer(1, 64)
    const column = targetColumn(await typeOf(target, to))
    const writer = encoderOf(column, { out, policies: defaultPolicies, changed: () => undefined })
    return offered !== null && writer?.verbatim?.takes(offered) === true
  }

  it.each([
    ['numeric(10,2)', 'numeric', true],
    ['numeric(10,2)', 'numeric(10,2)', true],
    ['numeric', 'numeric(10,2)', false],
    ['numeric(10,3)', 'numeric(10,2)', false],
    ['numeric(10,2)[]', 'numeric[]', true],
    ['numeric[]', 'numeric(10,2)[]', false],
    ['timestamp(3)', 'timestamp(0)', false],
    ['timestamp', 'timestamptz', false],
    ['int4', 'int8', false],
    ['int4[]', 'int8[]', false],
    ['small', 'int4', true],
    ['place', 'visit', false],
    ['regclass', 'regclass', false],
    ['text', 'text', false],
  ])('%s to %s: %s', async (from, to, expected) => {
    expect(await takes(from, to)).toBe(expected)
  })

  it('a value whose number would be lost is bad, not wrong', () => {
    const cell = createCell()
    const bytes = Buffer.from([2, 0x24])
    valueDecoder({ kind: 'base', oid: 3802, name: 'jsonb', modifier: -1 })!({ bytes, view: viewOf(bytes) }, 0, 2, cell)
    expect(cell.form).toBe(form.bad)
  })
})
