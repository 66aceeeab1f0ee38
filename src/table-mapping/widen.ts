import type { LogicalType } from '../core/ir/types.js'
import { type DataType, integers } from './data-type.js'

/**
 * The type that a rule asks for in place of the source's, in the words of the user guide ("change-data-type"). Undefined
 * when it does not hold every value of the source's type in its own form: values would be cut, rounded or refused.
 */
export function widened(source: LogicalType, asked: DataType): LogicalType | undefined {
  switch (source.kind) {
    case 'integer':
      return fromInteger(source, asked)
    case 'decimal':
      return asked.type === 'numeric' ? wideDecimal(source, asked) : undefined
    case 'float': {
      const bits = asked.type === 'real8' ? 64 : asked.type === 'real4' ? 32 : undefined
      return bits === source.bits ? source : undefined
    }
    case 'text':
      return textOf(source, asked)
    case 'binary':
      if (asked.type === 'blob') return { kind: 'binary', padded: false }
      return asked.type === 'bytes' && fits(source.length, asked.length)
        ? { kind: 'binary', padded: false, ...(asked.length === undefined ? {} : { length: asked.length }) }
        : undefined
    case 'timestamp': {
      const precision = asked.scale ?? asked.precision ?? 6
      return asked.type === 'datetime' && precision >= source.precision && precision <= 6
        ? { ...source, precision }
        : undefined
    }
    case 'date':
      return asked.type === 'date' ? source : undefined
    default:
      return undefined
  }
}

function fromInteger(source: Extract<LogicalType, { kind: 'integer' }>, asked: DataType): LogicalType | undefined {
  const to = integers[asked.type]
  if (to) {
    const wider = to.signed === source.signed ? to.bits >= source.bits : to.signed && to.bits > source.bits
    return wider ? { kind: 'integer', ...to } : undefined
  }
  const digits = { 8: 3, 16: 5, 24: 8, 32: 10, 64: source.signed ? 19 : 20 }[source.bits]
  return asked.type === 'numeric'
    ? wideDecimal({ precision: digits, scale: 0, signed: source.signed }, asked)
    : undefined
}

function wideDecimal(
  source: { readonly precision?: number; readonly scale?: number; readonly signed: boolean },
  { precision, scale = 0 }: DataType,
): LogicalType | undefined {
  if (precision === undefined) return { kind: 'decimal', signed: source.signed }
  if (source.precision === undefined || source.scale === undefined) return undefined
  const holds = precision - scale >= source.precision - source.scale && scale >= source.scale
  return holds ? { kind: 'decimal', precision, scale, signed: source.signed } : undefined
}

function textOf(source: Extract<LogicalType, { kind: 'text' }>, asked: DataType): LogicalType | undefined {
  const { length: _old, ...rest } = source
  const type = { ...rest, padded: false }
  if (asked.type === 'clob' || asked.type === 'nclob') return type
  if (asked.type !== 'string' && asked.type !== 'wstring') return undefined
  if (asked.length === undefined) return type
  return fits(source.length, asked.length) ? { ...type, length: asked.length, unit: 'char' } : undefined
}

const fits = (source: number | undefined, asked: number | undefined): boolean =>
  asked === undefined || (source !== undefined && source <= asked)
