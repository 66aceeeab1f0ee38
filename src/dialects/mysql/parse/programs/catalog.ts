import { createCompactor } from '../../../../core/ir/compact.js'
import type { Schema, SchemaObject } from '../../../../core/ir/schema.js'
import { readWholeProgram } from './prepared/read-template.js'
import type { ProgramText } from './program.js'

/** Adds to every stored program of a catalogue what its body says. `texts` are by source and object. */
export function withPrograms(schemas: readonly Schema[], texts: ReadonlyMap<string, ProgramText>): readonly Schema[] {
  const compact = createCompactor()
  return schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.map((object) => withProgram(object, texts, compact)),
  }))
}

function withProgram(
  object: SchemaObject,
  texts: ReadonlyMap<string, ProgramText>,
  compact: ReturnType<typeof createCompactor>,
): SchemaObject {
  if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') return object
  const { origin, id } = object
  const text = origin.from === 'text' ? texts.get(`${origin.source}|${id}`) : undefined
  const program = text && readWholeProgram(text)
  return program ? { ...object, program: compact(program) } : object
}
