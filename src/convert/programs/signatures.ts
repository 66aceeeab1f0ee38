import type { ObjectId, QName } from '../../core/ir/names.js'
import type { Param } from '../../core/ir/program.js'
import type { Catalog, Routine, SchemaObject } from '../../core/ir/schema.js'
import type { CodeContext, UserFunction } from '../code/code-context.js'
import type { ScopeColumn } from '../code/scope.js'
import { type VariableType, variableType } from './declared-types.js'
import type { ProgramObject, ResultPlan } from './frame.js'
import { countResults, planResults, type ResultCount } from './results.js'

/** What callers must know of a routine. */
export interface Signature {
  readonly routine: Routine
  readonly target: QName
  readonly params: readonly { readonly mode: Param['mode']; readonly type: VariableType | undefined }[]
  readonly returns: VariableType | undefined
}

/** The routines of a source catalogue. */
export interface Signatures {
  /** `schema` is that of names without one. */
  find(form: 'function' | 'procedure', name: QName, schema?: string): Signature | undefined
  /** A function as calls inside expressions need it. */
  functionOf(name: QName): UserFunction | undefined
  returnType(object: ProgramObject): VariableType | undefined
  /** How a procedure hands over its results, and their columns when callers read them like a table. */
  results(procedure: Routine): { readonly plan: ResultPlan; readonly columns: readonly ScopeColumn[] }
  /** Before anything is converted. */
  plan(object: ProgramObject): ResultPlan
}

export interface SignatureSource {
  readonly source: Catalog
  readonly ctxOf: (object: SchemaObject) => CodeContext
  readonly converted: (
    procedure: Routine,
  ) => { readonly plan: ResultPlan; readonly columns: readonly ScopeColumn[] } | undefined
}

export function createSignatures({ source, ctxOf, converted }: SignatureSource): Signatures {
  const routines = new Map<string, Routine>()
  const key = (form: string, schema: string, name: string): string =>
    JSON.stringify([form, schema.toLowerCase(), name.toLowerCase()])
  for (const schema of source.schemas)
    for (const object of schema.objects)
      if (object.kind === 'routine') routines.set(key(object.form, schema.name.text, object.name.name.text), object)
  const find = (form: string, name: QName, schema: string): Routine | undefined =>
    routines.get(key(form, name.schema?.text ?? schema, name.name.text))
  const counts = new Map<ObjectId, ResultCount | 'busy'>()
  const countOf = (object: ProgramObject): ResultCount | 'busy' => {
    const known = counts.get(object.id)
    if (known !== undefined) return known
    counts.set(object.id, 'busy')
    let recursive = false
    const own = object.program
      ? countResults(object.program, (call) => {
          const callee = find('procedure', call.routine, object.name.schema?.text ?? '')
          const count = callee ? countOf(callee) : 0
          if (count === 'busy') recursive = true
          return count
        })
      : 0
    // Whoever calls itself may hand over what it hands over once again each time.
    const count: ResultCount = own > 0 && recursive ? 2 : own
    counts.set(object.id, count)
    return count
  }
  const plan = (object: ProgramObject): ResultPlan => {
    const count = countOf(object)
    const canSelect = object.kind === 'routine' && object.form === 'procedure'
    return object.program && canSelect ? planResults(object.program, count === 'busy' ? 0 : count) : 'none'
  }
  const signature = (routine: Routine): Signature | undefined => {
    const ctx = ctxOf(routine)
    const target = ctx.target.objectName(routine.id)
    if (!target || !routine.program) return undefined
    const { params, returns } = routine.program
    return {
      routine,
      target,
      params: params.map(({ mode, type }) => ({ mode, type: variableType(type, ctx) })),
      returns: returns && variableType(returns, ctx),
    }
  }
  const known = new Map<ObjectId, Signature | undefined>()
  const signatureOf = (routine: Routine): Signature | undefined => {
    if (!known.has(routine.id)) known.set(routine.id, signature(routine))
    return known.get(routine.id)
  }
  return {
    find: (form, name, schema = '') => {
      const routine = find(form, name, schema)
      return routine && signatureOf(routine)
    },
    functionOf: (name) => {
      const routine = find('function', name, '')
      const found = routine && signatureOf(routine)
      if (!routine || !found?.returns) return undefined
      const { target, params, returns } = found
      return { id: routine.id, target, params: params.map((each) => each.type), returns: returns.type }
    },
    returnType: (object) => (object.kind === 'routine' ? signatureOf(object)?.returns : undefined),
    results: (procedure) => converted(procedure) ?? { plan: plan(procedure), columns: [] },
    plan,
  }
}
