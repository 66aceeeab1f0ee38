import type { CellWriter } from '../../../core/data/stream.js'
import { bitsEncoder, byteaEncoder, geometryEncoder, inetEncoder, uuidEncoder } from './encode-bytes.js'
import { booleanEncoder, floatEncoder, integerEncoder } from './encode-numbers.js'
import { numericEncoder } from './encode-numeric.js'
import { enumEncoder, jsonbEncoder, labelArrayEncoder, textEncoder } from './encode-text.js'
import { dateEncoder, intervalEncoder, timeEncoder, timestampEncoder } from './encode-times.js'
import { withVerbatim } from './encode-verbatim.js'
import type { Encoding, TargetColumn } from './encoding.js'

type Maker = (column: TargetColumn, encoding: Encoding) => CellWriter

const unlimited = Number.MAX_SAFE_INTEGER

const text: Maker = (column, encoding) => textEncoder(column, encoding, unlimited)

/** The declared length of varchar(n) and char(n) stands in the type modifier, plus four. */
const limitedText: Maker = (column, encoding) =>
  textEncoder(column, encoding, column.typmod >= 4 ? column.typmod - 4 : unlimited)

/** By the type's name in the server's catalogue. */
const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['int2', (column, encoding) => integerEncoder(column, encoding, 2)],
  ['int4', (column, encoding) => integerEncoder(column, encoding, 4)],
  ['int8', (column, encoding) => integerEncoder(column, encoding, 8)],
  ['numeric', numericEncoder],
  ['float4', (column, encoding) => floatEncoder(column, encoding, 4)],
  ['float8', (column, encoding) => floatEncoder(column, encoding, 8)],
  ['bool', booleanEncoder],
  ['text', text],
  ['citext', text],
  ['xml', text],
  ['json', text],
  ['varchar', limitedText],
  ['bpchar', limitedText],
  ['jsonb', jsonbEncoder],
  ['bytea', byteaEncoder],
  ['date', dateEncoder],
  ['time', timeEncoder],
  ['timestamp', timestampEncoder],
  ['timestamptz', timestampEncoder],
  ['interval', intervalEncoder],
  ['bit', bitsEncoder],
  ['varbit', bitsEncoder],
  ['uuid', uuidEncoder],
  ['inet', inetEncoder],
  ['geometry', geometryEncoder],
  ['_text', labelArrayEncoder],
  ['_varchar', labelArrayEncoder],
])

/** The writer for a column, or undefined when there is no binary form for its type. */
export const encoderOf = (column: TargetColumn, encoding: Encoding): CellWriter | undefined =>
  withVerbatim(translatorOf(column, encoding), column, encoding)

function translatorOf(column: TargetColumn, encoding: Encoding): CellWriter | undefined {
  if (column.typeKind === 'e') return enumEncoder(column, encoding)
  const maker = makers.get(column.type)
  if (maker) return maker(column, encoding)
  return column.elementLabels.length > 0 ? labelArrayEncoder(column, encoding) : undefined
}
