import { ident, type ObjectId, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { SchemaObject, Trigger, Unmodelled } from '../../../../core/ir/schema.js'
import type { LowerContext } from '../context.js'
import { relationName } from '../definitions/constraints.js'
import { type CreateFunctionStmt, type CreateTrigStmt, type FunctionParameter, type Node, stringsOf } from '../tree.js'
import { lowerType } from '../types.js'

/** Programs are kept whole, with their text. */
export function lowerRoutine(statement: CreateFunctionStmt, context: LowerContext): SchemaObject {
  const names = stringsOf(statement.funcname)
  const base = names.at(-1) ?? ''
  const schema = names.at(-2)
  const form = statement.is_procedure ? 'procedure' : 'function'
  const taken = (statement.parameters ?? []).flatMap((node) => inputType(node, context))
  // Functions of one name are told apart by what they take.
  const name: QName = {
    schema: schema === undefined ? context.schemaOf(base, 'relation') : ident(schema),
    name: ident(base),
  }
  const id = `${objectId(form, name)}(${taken.join(', ')})` as ObjectId
  return { kind: 'routine', form, id, name, ...bodyOf(context) }
}

const bodyOf = (context: LowerContext) => {
  const origin = context.whole
  return {
    origin,
    options: [],
    body: { kind: 'opaque' as const, text: context.text, why: 'XW-R0001' as const, origin },
  }
}

function inputType(node: Node, context: LowerContext): readonly string[] {
  if (!('FunctionParameter' in node)) return []
  const { argType, mode }: FunctionParameter = node.FunctionParameter
  const isInput = mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE'
  return argType && isInput ? [lowerType(argType, context).native] : []
}

export function lowerTrigger(statement: CreateTrigStmt, context: LowerContext): Trigger {
  const table = relationName(statement.relation, context)
  const name: QName = { ...(table.schema ? { schema: table.schema } : {}), name: ident(statement.trigname ?? '') }
  const { timing = 0, events = 0 } = statement
  return {
    kind: 'trigger',
    id: `${objectId('trigger', table)}/${name.name.text}` as ObjectId,
    name,
    table,
    // pg_trigger.h: bits of TRIGGER_TYPE.
    timing: (timing & 64) !== 0 ? 'insteadOf' : (timing & 2) !== 0 ? 'before' : 'after',
    events: (['insert', 'delete', 'update'] as const).filter((_, bit) => (events & (4 << bit)) !== 0),
    ...bodyOf(context),
  }
}

export function unmodelled(what: string, name: QName, context: LowerContext, origin?: Origin): Unmodelled {
  const place = origin ?? context.whole
  return { kind: 'unmodelled', id: objectId(what, name), name, what, text: context.text, origin: place, options: [] }
}
