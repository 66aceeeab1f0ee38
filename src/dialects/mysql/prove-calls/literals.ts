import type { LogicalType } from '../../../core/ir/types.js'
import type { CellKind, ProofValue } from '../../../core/prove/runner.js'

/** A literal that means the same under every sql_mode: no backslash stands inside quotes. */
export function literalOf({ type, text }: ProofValue): string {
  if (text === null) return 'NULL'
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'year':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : textLiteral(text)
    case 'float':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? `${text}${/e/i.test(text) ? '' : 'e0'}` : textLiteral(text)
    case 'bits':
      return /^\d+$/.test(text) ? text : textLiteral(text)
    case 'binary':
    case 'geometry':
      return `x'${text}'`
    default:
      return textLiteral(text)
  }
}

/** Characters that a script or a mode could read in another way go as bytes. */
export const textLiteral = (text: string): string =>
  /[\\\u0000-\u001f\u007f]/.test(text)
    ? `CONVERT(x'${Buffer.from(text, 'utf8').toString('hex')}' USING utf8mb4)`
    : `'${text.replaceAll("'", "''")}'`

/** How a value of a declared type comes back through a user variable, which knows few types. */
export function kindOfType(type: LogicalType, found: CellKind): CellKind {
  switch (type.kind) {
    case 'integer':
    case 'boolean':
    case 'year':
      return 'integer'
    case 'decimal':
      return 'decimal'
    case 'float':
      return type.bits === 32 ? 'single' : 'float'
    case 'date':
      return 'date'
    case 'timestamp':
      return 'timestamp'
    case 'time':
      return 'duration'
    case 'json':
      return 'json'
    case 'text':
      return 'text'
    case 'binary':
      return 'bytes'
    case 'enum':
      return type.set ? 'labels' : 'text'
    default:
      return found
  }
}
