import { type Cell, form, viewOf } from '../../../../core/data/cell.js'
import { plainDigits } from '../../../../core/data/script/float-digits.js'
import type { ColumnMapping } from '../../../../core/mapping/mapping.js'
import { forTarget } from '../array-labels.js'
import { textDecoder } from '../text-decoders.js'
import { byteaOf, momentOf } from './texts.js'

/** Fills the cell with the value that a text stands for, or with the reason why it is none. */
export type FillCell = (bytes: Buffer, cell: Cell) => void

/** The text as the server would print it; undefined: it is no value of the type, or one in a form that is not read. */
type Printed = (text: string) => string | undefined

/** Texts of a script go the way of the texts of a server, once they have the same form. */
export function cellFiller(column: ColumnMapping): FillCell {
  const { type } = column.source
  const decode = forTarget(
    textDecoder({ kind: 'base', oid: 0, name: typeName(type), modifier: -1 }),
    column.target.type,
  )
  const printed = printer(type)
  return (bytes, cell) => {
    const text = printed?.(bytes.toString('utf8'))
    if (printed && text === undefined) {
      cell.form = form.bad
      cell.reason = 'XW-D0113'
      return
    }
    const own = text === undefined ? bytes : Buffer.from(text)
    decode({ bytes: own, view: viewOf(own) }, 0, own.length, cell)
  }
}

type Type = ColumnMapping['source']['type']

function typeName(type: Type): string {
  switch (type.kind) {
    case 'boolean':
      return 'bool'
    case 'integer':
      return 'int8'
    case 'decimal':
      return 'numeric'
    case 'float':
      return type.bits === 32 ? 'float4' : 'float8'
    case 'bits':
      return type.varying ? 'varbit' : 'bit'
    case 'binary':
      return 'bytea'
    case 'timestamp':
      return type.zone === 'none' ? 'timestamp' : 'timestamptz'
    case 'date':
    case 'time':
    case 'interval':
      return type.kind
    default:
      return 'text'
  }
}

function printer(type: Type): Printed | undefined {
  switch (type.kind) {
    case 'boolean':
      return truth
    case 'integer':
      return whole
    case 'decimal':
      return number
    case 'float':
      return real
    case 'bits':
      return (text) => (/^[01]*$/.test(text) ? text : undefined)
    case 'binary':
      return (text) => {
        const bytes = byteaOf(text)
        return bytes && `\\x${bytes.toString('hex')}`
      }
    case 'date':
      return (text) => (/^\d{4,}-\d\d-\d\d(?: BC)?$|^-?infinity$/.test(text) ? text : undefined)
    case 'timestamp':
      return (text) => momentOf(text, type.zone !== 'none')
    case 'time':
      return (text) => (/^\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[-+]\d\d(?::\d\d){0,2})?$/.test(text) ? text : undefined)
    case 'text':
      return type.padded && type.length !== undefined ? (text) => padded(text, type.length ?? 0) : undefined
    default:
      return undefined
  }
}

const truth: Printed = (text) => {
  const word = text.trim().toLowerCase()
  if (/^(?:t|tr|tru|true|y|ye|yes|on|1)$/.test(word)) return 't'
  return /^(?:f|fa|fal|fals|false|n|no|of|off|0)$/.test(word) ? 'f' : undefined
}

const whole: Printed = (text) =>
  /^\s*[-+]?\d+\s*$/.test(text) ? String(BigInt(text.trim().replace('+', ''))) : undefined

const special = /^(?:NaN|-?Infinity)$/

const number: Printed = (text) => {
  if (special.test(text)) return text
  return /e/i.test(text)
    ? plainDigits(text.trim())
    : /^[-+]?(?:\d+\.?\d*|\.\d+)$/.exec(text.trim())?.[0].replace('+', '')
}

const real: Printed = (text) => (special.test(text) || plainDigits(text.trim()) !== undefined ? text.trim() : undefined)

/** Blanks up to the length are part of a `character(n)`. */
export const padded = (text: string, length: number): string =>
  text + ' '.repeat(Math.max(0, length - [...text].length))
