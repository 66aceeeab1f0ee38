import type { Expr } from '../ir/expr.js'
import type { Column } from '../ir/schema.js'
import type { AbsentValue } from './mapping.js'

/** What a data statement that leaves the column out gets. */
export function absentIn({ identity, default: value }: Column): { readonly absent?: AbsentValue } {
  if (identity) return { absent: { kind: 'counter' } }
  return value === undefined ? {} : { absent: absentValue(value) }
}

function absentValue(value: Expr): AbsentValue {
  if (value.kind === 'literal') return { kind: 'literal', of: value.of, text: value.text }
  if (value.kind === 'unary' && value.op === 'neg' && value.operand.kind === 'literal')
    return { kind: 'literal', of: value.operand.of, text: `-${value.operand.text}` }
  if (value.kind !== 'call' || !('native' in value.fn)) return { kind: 'expression' }
  const args = value.args.flatMap((arg) => (arg.kind === 'literal' ? [arg.text] : []))
  return args.length === value.args.length ? { kind: 'call', name: value.fn.native, args } : { kind: 'expression' }
}
