import { branch, coreCall, intLiteral, nativeCall, textLiteral } from '../../../core/ir/build.js'
import type { Call, Case, Expr } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'

const attributes: Readonly<Record<string, string>> = {
  found: 'cursor_found',
  notfound: 'cursor_not_found',
  rowcount: 'cursor_row_count',
  isopen: 'cursor_is_open',
}

/** Outside of handlers SQLCODE and SQLERRM tell of success. */
const words: Readonly<Record<string, (origin: Origin) => Expr>> = {
  sqlcode: (origin) => intLiteral(0n, origin),
  sqlerrm: (origin) => textLiteral('normal, successful completion', origin),
  sysdate: (origin) => nativeCall('SYSDATE', [], origin),
}

/** What a name stands for in sql_mode=ORACLE where it is no column: an attribute of a cursor, or one of its words. */
export function plsqlWord({ text, quoted }: Ident, origin: Origin): Expr | undefined {
  if (quoted) return undefined
  const [cursor = '', attribute] = text.toLowerCase().split('%')
  if (attribute === undefined) return words[cursor]?.(origin)
  const core = attributes[attribute]
  if (!core) return undefined
  // The count of the last statement is the one that ROW_COUNT tells.
  if (cursor === 'sql' && attribute === 'rowcount') return nativeCall('ROW_COUNT', [], origin)
  return coreCall(core, [textLiteral(cursor, origin)], undefined, origin)
}

/**
 * Functions that mean something else in sql_mode=ORACLE: no text comes out of them empty, SUBSTR counts from 1 even at 0,
 * LENGTH counts characters. MariaDB manual section "SQL_MODE=ORACLE", "Functions".
 */
export function plsqlCall(call: Call): Expr {
  if (!('native' in call.fn)) return call
  const { args, origin } = call
  const [text, second, third] = args
  switch (call.fn.native) {
    case 'LENGTH':
      return { ...call, fn: { native: 'CHAR_LENGTH' } }
    case 'LENGTHB':
      return { ...call, fn: { native: 'LENGTH' } }
    case 'TRIM':
    case 'LTRIM':
    case 'RTRIM':
    case 'LPAD':
    case 'RPAD':
      return noEmpty(call)
    case 'SUBSTR':
      if (!text || !second) return call
      return noEmpty({ ...call, args: [text, fromOne(second, origin), ...(third ? [third] : [])] })
    case 'REPLACE':
      return replaced(call)
    case 'CONCAT':
      return args.reduce((left, right) => ({ kind: 'binary', op: 'concatNullAsEmpty', left, right, origin }))
    case 'DECODE':
      return decoded(call)
    default:
      return call
  }
}

const noEmpty = (call: Call): Expr => nativeCall('NULLIF', [call, textLiteral('', call.origin)], call.origin)

function fromOne(start: Expr, origin: Origin): Expr {
  if (start.kind === 'literal') return /^0+$/.test(start.text) ? intLiteral(1n, origin) : start
  const isZero: Expr = { kind: 'binary', op: 'eq', left: start, right: intLiteral(0n, origin), origin }
  return { kind: 'case', whens: [branch(isZero, intLiteral(1n, origin))], else: start, origin }
}

/** Nothing is replaced where what to look for is null; null replaces by nothing. */
function replaced(call: Call): Expr {
  const [text, from, to] = call.args
  const { origin } = call
  if (!text || !from || !to) return call
  const empty = textLiteral('', origin)
  const ifNull = (value: Expr): Expr =>
    value.kind === 'literal' && value.of !== 'null' ? value : nativeCall('IFNULL', [value, empty], origin)
  return noEmpty({ ...call, args: [text, ifNull(from), ifNull(to)] })
}

/** `DECODE (e, a, x, b, y, z)`: nulls are equal to each other. */
function decoded(call: Call): Expr {
  const [subject, ...rest] = call.args
  const { origin } = call
  if (!subject || rest.length < 2) return call
  const whens: Case['whens'][number][] = []
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const [value, result] = [rest[at], rest[at + 1]]
    if (!value || !result) continue
    whens.push(branch({ kind: 'binary', op: 'nullSafeEq', left: subject, right: value, origin }, result))
  }
  const last = rest.length % 2 === 1 ? rest.at(-1) : undefined
  return { kind: 'case', whens, ...(last ? { else: last } : {}), origin }
}
