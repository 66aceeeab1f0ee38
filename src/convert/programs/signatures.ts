import type { Call, Expr } from '../../core/ir/expr.js'
import { ident, type ObjectId, type QName } from '../../core/ir/names.js'
import type { Param } from '../../core/ir/program.js'
import type { Catalog, Routine, SchemaObject } from '../../core/ir/schema.js'
import type { CodeContext, UserFunction } from '../code/code-context.js'
import type { ScopeColumn } from '../code/scope.js'
import { type VariableType, variableType } from './declared-types.js'
import type { ProgramObject, ResultPlan } from './frame.js'
import { createEffects } from './function-effects.js'
import { bestOf, distinctName, type Given, givenBy } from './overloads.js'
import { countResults, planResults, type ResultCount } from './results/results.js'
import { type RowField, rowFields } from './row-variables.js'
import { countingRoutines } from './session/last-counts.js'
import { calledWith, toldApart } from './told-apart.js'

export interface SignatureParam {
  readonly name: string
  readonly default?: Expr
  /** The target has the default too. */
  readonly kept?: boolean
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
  /** The one of several of a name that takes these arguments. */
  choose(form: 'function' | 'procedure', name: QName, given: Given): Signature | undefined
  /** A function as calls inside expressions need it. */
  functionOf(name: QName, call?: Call): UserFunction | undefined
  /** Whether it is a function that gives values through its parameters. */
  givesBack(name: QName, call: Call): boolean
  returnType(object: ProgramObject): VariableType | undefined
  /** The name that a routine gets where the target cannot tell it from another of its name. */
  targetName(object: ProgramObject): QName | undefined
  /** How a procedure hands over its results, and their columns when callers read them like a table. */
  results(procedure: Routine): { readonly plan: ResultPlan; readonly columns: readonly ScopeColumn[] }
  /** Folded names of routines after which the count of rows is not the caller's. */
  counting(): ReadonlySet<string>
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
  const routines = new Map<string, Routine[]>()
  const key = (form: string, schema: string, name: string): string =>
    JSON.stringify([form, schema.toLowerCase(), name.toLowerCase()])
  for (const schema of source.schemas)
    for (const object of schema.objects)
      if (object.kind === 'routine') {
        const at = key(object.form, schema.name.text, object.name.name.text)
        routines.set(at, [...(routines.get(at) ?? []), object])
      }
  const all = (form: string, name: QName, schema: string): readonly Routine[] =>
    routines.get(key(form, name.schema?.text ?? schema, name.name.text)) ?? []
  const find = (form: string, name: QName, schema: string): Routine | undefined => all(form, name, schema)[0]
  const counts = countsOf(source, (name, schema) => find('procedure', name, schema))
  const plan = (object: ProgramObject): ResultPlan => {
    const count = counts.get(object.id) ?? 0
    const selects = ctxOf(object).targetCan.selectsForCaller
    const canSelect = !selects && object.kind === 'routine' && object.form === 'procedure'
    return object.program && canSelect ? planResults(object.program, count) : 'none'
  }
  const signature = (routine: Routine): Signature | undefined => {
    const ctx = ctxOf(routine)
    const target = ctx.target.objectName(routine.id)
    if (!target || !routine.program) return undefined
    const { params, returns } = routine.program
    const own = params.map((param, at) =>
      signatureParam(param, keepsDefault(params, at, routine.form, ctx.targetCan), ctx),
    )
    // Without the type of a parameter there is no such routine.
    if (own.some(({ type, fields }) => !type && !fields)) return undefined
    const forms = ['function', 'procedure'].flatMap((form) => all(form, routine.name, ''))
    const earlier = forms.slice(0, Math.max(0, forms.indexOf(routine))).flatMap((each) => signatureOf(each) ?? [])
    const apart = toldApart(calledWith(own, routine, forms), routine, earlier, target.schema, ctx)
    const name = ident(distinctName(target.name.text, apart, earlier))
    return { routine, target: { ...target, name }, params: apart, returns: returns && variableType(returns, ctx) }
  }
  let counted: ReadonlySet<string> | undefined
  const effectsOf = createEffects(ctxOf, (form, name, schema) => find(form, name, schema))
  const known = new Map<ObjectId, Signature | undefined>()
  const signatureOf = (routine: Routine): Signature | undefined => {
    if (!known.has(routine.id)) known.set(routine.id, signature(routine))
    return known.get(routine.id)
  }
  const choose: Signatures['choose'] = (form, name, given) => {
    const candidates = all(form, name, '').flatMap((each) => signatureOf(each) ?? [])
    // One that was chosen is that one, also where the target has no form of it.
    return given.id ? candidates.find(({ routine }) => routine.id === given.id) : bestOf(candidates, given)
  }
  return {
    find: (form, name, schema = '') => {
      const routine = find(form, name, schema)
      return routine && signatureOf(routine)
    },
    choose,
    functionOf: (name, call) => {
      const found = call ? choose('function', name, givenBy(call)) : choose('function', name, {})
      // One that gives values through its parameters stands in no expression.
      if (!found?.returns || found.params.some(({ mode }) => mode !== 'in')) return undefined
      const { routine, target, params, returns } = found
      const types = params.flatMap((each): readonly (VariableType | undefined)[] => each.fields ?? [each.type])
      const optional = params.some((each) => each.fields) ? {} : { optional: params }
      const { method } = routine
      return {
        id: routine.id,
        target,
        params: types,
        ...optional,
        returns: returns.type,
        effects: effectsOf(routine),
        ...(method && method !== 'unit' ? { method: method.of } : {}),
      }
    },
    givesBack: (name, call) =>
      choose('function', name, givenBy(call))?.params.some(({ mode }) => mode !== 'in') ?? false,
    returnType: (object) => (object.kind === 'routine' ? signatureOf(object)?.returns : undefined),
    targetName: (object) => (object.kind === 'routine' ? signatureOf(object)?.target : undefined),
    results: (procedure) => converted(procedure) ?? { plan: plan(procedure), columns: [] },
    plan,
    counting: () => {
      counted ??= countingRoutines(source)
      return counted
    },
  }
}

function signatureParam(param: Param, kept: boolean, ctx: CodeContext): SignatureParam {
  const { mode, name } = param
  const type = variableType(param.type, ctx)
  const fields = type ? undefined : rowFields(param.type, ctx)
  const value = param.default ? { default: param.default, kept } : {}
  return { name: name.text, mode, type, ...(fields ? { fields } : {}), ...value }
}

/**
 * Whether the target can have the default: behind it no parameter stands that has none, and no other than IN in a procedure.
 */
const keepsDefault = (
  params: readonly Param[],
  at: number,
  form: Routine['form'],
  { parameterDefaults = false }: CodeContext['targetCan'],
): boolean =>
  parameterDefaults &&
  params
    .slice(at)
    .every(
      (param) => (param.default !== undefined && param.mode === 'in') || (form === 'function' && param.mode === 'out'),
    )

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
