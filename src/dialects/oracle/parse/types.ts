import {
  type CstNode,
  endOf,
  hasWord,
  inOrder,
  isToken,
  node,
  nodes,
  startOf,
  token,
} from '../../../../grammars/sql/cst.js'
import type { LogicalType, NativeType, TypeRef } from '../../../core/ir/types.js'
import { readType } from '../../../rules/types/read.js'
import { type LowerContext, originOf, textBetween } from './cst.js'

/** Lowers `dataType`: a type that no rule knows is opaque, and its text says what it was. */
export function lowerTypeRef(of: CstNode, context: LowerContext): TypeRef {
  const native = textBetween(of, context).replace(/\s+/g, ' ')
  return { logical: logicalOf(of, context), native, origin: originOf(of, context) }
}

function logicalOf(of: CstNode, context: LowerContext): LogicalType {
  // %TYPE and REF say nothing of themselves.
  if (node(of, 'typeAttribute') || hasWord(of, 'REF')) return { kind: 'opaque' }
  return readType('oracle', lowerNativeType(of, context)) ?? { kind: 'opaque' }
}

/** The words, numbers and flags of `dataType`, for the type rules. */
export function lowerNativeType(of: CstNode, context: LowerContext): NativeType {
  const interval = node(of, 'intervalType')
  if (interval) return intervalOf(interval)
  const name = node(of, 'typeName')
  const words = name ? textBetween(name, context).toLowerCase().replace(/"/g, '').split(/\s+/).join(' ') : ''
  const { args, flags } = argumentsOf(node(of, 'typeArguments'))
  const zone = node(of, 'zoneClause')
  const zoned = zone ? [hasWord(zone, 'LOCAL') ? 'local time zone' : 'time zone'] : []
  return { name: words, args, flags: [...flags, ...zoned] }
}

/** `*` is no number; the rules see it as a word. */
function argumentsOf(of: CstNode | undefined): Pick<NativeType, 'args' | 'flags'> {
  if (!of) return { args: [], flags: [] }
  const unit = hasWord(of, 'CHAR') ? ['char'] : hasWord(of, 'BYTE') ? ['byte'] : []
  const args = nodes(of, 'typeArgument').flatMap((each) => {
    const number = node(each, 'signedInteger')
    return number ? [Number(tokenText(number))] : []
  })
  return { args: token(of, 'Star') ? ['*', ...args] : args, flags: unit }
}

/** The tokens of a node one after the other, without what lies between them. */
export const tokenText = (of: CstNode): string =>
  inOrder(of)
    .map(({ element }) => (isToken(element) ? element.image : tokenText(element)))
    .join('')

/** `interval year to month`, `interval day to second`, with the digits of the last field. */
function intervalOf(of: CstNode): NativeType {
  const fields = node(of, 'intervalFields')
  const from = fields && node(fields, 'from')
  const to = fields && node(fields, 'to')
  const word = (field: CstNode | undefined): string =>
    field ? (/^[a-z]+/i.exec(tokenText(field))?.[0].toLowerCase() ?? '') : ''
  const digits = to && node(to, 'signedInteger')
  const name = ['interval', word(from), ...(to ? ['to', word(to)] : [])].join(' ')
  return { name, args: digits ? [Number(tokenText(digits))] : [], flags: [] }
}

/** Whether a node takes any text at all. */
export const isEmpty = (of: CstNode | undefined): boolean => of === undefined || endOf(of) <= startOf(of)
