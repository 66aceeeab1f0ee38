import { coreCall, int32, literal, nullLiteral, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { EnumType, LogicalType } from '../../../core/ir/types.js'
import type { LowerContext } from './context.js'
import { type Node, stringOf } from './tree.js'
import { lowerType } from './types.js'

/**
 * Values of an enumeration by their places in it, which is how this engine orders them (manual, "Enumerated Types"). Undefined: none of
 * the nodes is known as one. An item is undefined where no place is known for it.
 */
export function labelPlaces(
  nodes: readonly (Node | undefined)[],
  lower: (node: Node | undefined) => Expr,
  context: LowerContext,
): readonly (Expr | undefined)[] | undefined {
  const types = nodes.map((node) => enumOf(node, context))
  const type = types.find((each) => each !== undefined)
  if (!type) return undefined
  return nodes.map((node, at) => {
    const value = lower(node)
    if (value.kind === 'literal') return placeOfLabel(value.of === 'text' ? value.text : undefined, type)
    return types[at] ? placeOf(value, type) : undefined
  })
}

const placeOfLabel = (label: string | undefined, { values }: EnumType): Expr | undefined => {
  if (label === undefined) return nullLiteral()
  const at = values.indexOf(label)
  return at < 0 ? undefined : literal('integer', String(at + 1))
}

/** What is in no list has the place 0, and so has a null. */
function placeOf(value: Expr, { values }: EnumType): Expr {
  const labels = values.map((label) => textLiteral(label))
  const type = valueTypeOf(int32)
  const place = coreCall('field', [value, ...labels], type, value.origin)
  return coreCall('nullif', [place, literal('integer', '0')], type, value.origin)
}

function enumOf(node: Node | undefined, context: LowerContext): EnumType | undefined {
  const type: LogicalType | undefined =
    node && 'ColumnRef' in node
      ? context.columnType?.((node.ColumnRef.fields ?? []).map(stringOf))
      : node && 'TypeCast' in node && node.TypeCast.typeName
        ? lowerType(node.TypeCast.typeName, context).logical
        : undefined
  return type?.kind === 'enum' && !type.set ? type : undefined
}
