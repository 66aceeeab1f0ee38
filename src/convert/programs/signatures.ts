import type { ObjectId, QName } from '../../core/ir/names.js'
import type { DeclaredType, Param } from '../../core/ir/program.js'
import type { Catalog, Routine, SchemaObject } from '../../core/ir/schema.js'
import type { CodeContext, UserFunction } from '../code/code-context.js'
import type { ScopeColumn } from '../code/scope.js'
import { type VariableType, variableType } from './declared-types.js'
import type { ProgramObject, ResultPlan } from './frame.js'
import { createEffects } from './function-effects.js'
import { countResults, planResults, type ResultCount } from './results/results.js'
import { type RowField, rowFields } from './row-variables.js'

export interface SignatureParam {
  readonly mode: Param['mode']
  readonly type: VariableType | undefined
  /** Of a parameter for several values: on the target each is a parameter of its own. */
  readonly fields?: readonly RowField[]
}

/** What callers must know of a routine. */
export interface Signature {
  readonly routine: Routine
  readonly target: QName
  readonly params: readonly SignatureParam[]
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
  const counts = countsOf(source, (name, schema) => find('procedure', name, schema))
  const plan = (object: ProgramObject): ResultPlan => {
    const count = counts.get(object.id) ?? 0
    const canSelect = object.kind === 'routine' && object.form === 'procedure'
    return object.program && canSelect ? planResults(object.program, count) : 'none'
  }
  const signature = (routine: Routine): Signature | undefined => {
    const ctx = ctxOf(routine)
    const target = ctx.target.objectName(routine.id)
    if (!target || !routine.program) return undefined
    const { params, returns } = routine.program
    return {
      routine,
      target,
      params: params.map(({ mode, type }) => signatureParam(mode, type, ctx)),
      returns: returns && variableType(returns, ctx),
    }
  }
  const effectsOf = createEffects(ctxOf, (form, name, schema) => find(form, name, schema))
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
      const types = params.flatMap((each): readonly (VariableType | undefined)[] => each.fields ?? [each.type])
      return { id: routine.id, target, params: types, returns: returns.type, effects: effectsOf(routine) }
    },
    returnType: (object) => (object.kind === 'routine' ? signatureOf(object)?.returns : undefined),
    results: (procedure) => converted(procedure) ?? { plan: plan(procedure), columns: [] },
    plan,
  }
}

function signatureParam(mode: Param['mode'], declared: DeclaredType, ctx: CodeContext): SignatureParam {
  const type = variableType(declared, ctx)
  const fields = type ? undefined : rowFields(declared, ctx)
  return { mode, type, ...(fields ? { fields } : {}) }
}

/**
 * How many results each procedure hands over, those of the procedures that it calls among them. Whoever calls itself, by way
 * of others too, adds its own again: counts grow until none changes.
 */
function countsOf(
  { schemas }: Catalog,
  find: (name: QName, schema: string) => Routine | undefined,
): ReadonlyMap<ObjectId, ResultCount> {
  const counts = new Map<ObjectId, ResultCount>()
  const callers = new Map<ObjectId, Set<Routine>>()
  const open = new Set<Routine>()
  for (const { objects } of schemas)
    for (const object of objects) if (object.kind === 'routine' && object.program) open.add(object)
  for (const routine of open) {
    open.delete(routine)
    const { program, id, name } = routine
    if (!program) continue
    const count = countResults(program, (call) => {
      const callee = find(call.routine, name.schema?.text ?? '')
      if (!callee) return 0
      callers.set(callee.id, (callers.get(callee.id) ?? new Set()).add(routine))
      return counts.get(callee.id) ?? 0
    })
    if (count === (counts.get(id) ?? 0)) continue
    counts.set(id, count)
    for (const caller of callers.get(id) ?? []) open.add(caller)
  }
  return counts
}
