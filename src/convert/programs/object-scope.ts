import type { Variable } from '../code/variables.js'
import type { LocalScope, ProgramObject } from './frame.js'

/** In a method the attributes of its object are variables, which everything that the method declares hides. */
export function withAttributes(scope: LocalScope, object: ProgramObject): LocalScope {
  const { method, package: type } = object.kind === 'routine' ? object : {}
  if (!method || method === 'unit' || method.of === 'static' || !type) return scope
  return { ...scope, variable: (name) => scope.variable(name) ?? attributeOf(type.name.text, name, scope) }
}

function attributeOf(type: string, name: string, scope: LocalScope): Variable | undefined {
  const found = scope.named?.(type)
  const logical = found?.kind === 'value' ? found.type.type.logical : undefined
  const field =
    logical?.kind === 'record' && logical.fields.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (!field) return undefined
  const { target, declared } = field
  const inner = field.boxed === undefined ? undefined : scope.named?.(field.boxed)
  if (inner?.kind === 'value') return { ...inner.type, target, ofSelf: field.name }
  return { target, declared, type: field.type, ofSelf: field.name }
}
