import type { Literal } from '../../../../core/ir/expr.js'
import { noForm, textConstant } from './printing.js'

const digits: Readonly<Record<'integer' | 'decimal' | 'float' | 'binary' | 'bits', RegExp>> = {
  integer: /^-?\d+$/,
  decimal: /^-?(\d+\.?\d*|\.\d+)$/,
  float: /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  binary: /^([0-9A-Fa-f]{2})*$/,
  bits: /^[01]*$/,
}

/** Constants are written with their type where a bare number or text would be taken for another one. */
export function literalText(literal: Literal): string {
  const { text } = literal
  switch (literal.of) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return /^(true|t|1)$/i.test(text) ? 'TRUE' : 'FALSE'
    case 'integer':
    case 'decimal':
      return checked(literal.of, text)
    case 'float':
      // A bare 1e5 is a numeric here.
      return `CAST(${textConstant(checked('float', text))} AS double precision)`
    case 'text':
      return textConstant(text)
    case 'binary':
      return `BYTEA '\\x${checked('binary', text).toLowerCase()}'`
    case 'bits':
      return `B'${checked('bits', text)}'`
    case 'date':
      return `DATE ${textConstant(text)}`
    case 'time':
      return `TIME ${textConstant(text)}`
    case 'timestamp':
      return `TIMESTAMP ${textConstant(text)}`
  }
}

function checked(kind: keyof typeof digits, text: string): string {
  if (!digits[kind].test(text)) throw noForm(`the ${kind} constant ${text.slice(0, 40)}`)
  return text
}
