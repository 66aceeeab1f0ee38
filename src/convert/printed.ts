import type { Emitter, SupportLibrary } from '../core/dialect/dialect.js'
import type { Catalog, SchemaObject } from '../core/ir/schema.js'
import type { Block } from '../core/ir/statement.js'
import { needsOf } from './support.js'

/** Makes of a converted object what is kept of it until all are converted. */
export type Finish = (object: SchemaObject) => SchemaObject

/**
 * The statements of all programs of a large catalogue take more memory than all the rest of it. An emitter that can write a
 * routine by itself does so when it is converted: its text is kept, with what it needs, and of its program the head alone.
 */
export function finisher(
  emitter: Emitter | undefined,
  library: SupportLibrary | undefined,
): ((target: Catalog) => Finish) | undefined {
  const { routines } = emitter ?? {}
  if (!routines) return undefined
  return (target) => {
    const print = routines(target)
    return (object) => {
      if (object.kind !== 'routine' || !object.program) return object
      const { body } = object.program
      const bare: Block = { kind: 'block', declarations: [], handlers: [], statements: [], origin: body.origin }
      const printed = { needs: library ? needsOf(object, library) : [], text: print(object) }
      return { ...object, program: { ...object.program, body: bare }, printed }
    }
  }
}
