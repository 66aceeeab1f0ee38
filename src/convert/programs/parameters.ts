import type { Param, Program } from '../../core/ir/program.js'
import type { LogicalType } from '../../core/ir/types.js'
import { type CodeContext, createReporter } from '../code/code-context.js'
import type { RecordVariable, Variable } from '../code/variables.js'
import { clockAsRead } from './clock.js'
import { storingAt, typedExpr, writtenExpr } from './code.js'
import { variableType } from './declared-types.js'
import { contextOf, type Frame, type LocalScope, type State } from './frame.js'
import { rowVariable } from './row-variables.js'
import { extend } from './scope.js'
import type { SignatureParam } from './signatures.js'

interface Bound {
  readonly params: readonly Param[]
  /** What the parameters are inside, one for each. */
  readonly bound: readonly Variable[]
  readonly variables: readonly (readonly [string, Variable])[]
  readonly records: readonly (readonly [string, RecordVariable])[]
}

/** The parameters of a program as the target has them, and the scope that knows them. */
export function bindParams(program: Program, frame: Frame, ctx: CodeContext, root: LocalScope) {
  const found = signatureParams(frame)
  const all = program.params.map((param, at) => bindParam(param, found[at], frame, ctx))
  const variables = all.flatMap((each) => each.variables)
  const records = all.flatMap((each) => each.records)
  return {
    scope: extend(root, { variables, records }),
    params: all.flatMap((each) => each.params),
    bound: all.flatMap((each) => each.bound),
  }
}

/** The parameters with the defaults that the target can have; the others are written where calls leave arguments out. */
export function withDefaults(params: readonly Param[], { params: source }: Program, state: State): readonly Param[] {
  const { object } = state.frame
  if (object.kind !== 'routine' || params.length !== source.length) return params
  const found = signatureParams(state.frame)
  return params.map((param, at) => {
    const { default: value, origin, name } = source[at] ?? param
    if (!value || param.type.kind !== 'type') return param
    if (found[at]?.kept) {
      const { logical } = param.type.type
      const { ctx } = state.env
      const report = createReporter(state.frame.sink, ctx.at)
      const at = storingAt({ ...state, env: { ...state.env, ctx: { ...ctx, report } } })
      const made = writtenExpr(clockAsRead(typedExpr(value, { type: logical }, at)), at)
      return report.failed ? param : { ...param, default: made }
    }
    contextOf(state).report.note('XW-R0051', origin, { name: name.text })
    return param
  })
}

function bindParam(param: Param, found: SignatureParam | undefined, frame: Frame, ctx: CodeContext): Bound {
  const { mode, origin, name } = param
  const given = ({ target, declared }: Variable): Param => ({
    name: target,
    mode,
    type: { kind: 'type', type: declared },
    origin,
  })
  if (found?.fields) {
    const record = rowVariable(name, found.fields, frame.names, 'p')
    const { parts = [] } = record
    const fields = parts.map(({ target }) => target.text).join(', ')
    ctx.report.note('XW-R0040', origin, { name: name.text, fields })
    return { params: parts.map(given), bound: parts, variables: [], records: [[name.text, record]] }
  }
  const target = frame.names.variable(name.text, 'p')
  const type = found ? found.type : variableType(param.type, ctx)
  if (!type) {
    const native = param.type.kind === 'type' ? param.type.type.native : param.type.kind
    ctx.report.fail('XW-R0008', origin, { name: name.text, type: native })
    return { params: [], bound: [], variables: [], records: [] }
  }
  if (type.declared.alias) ctx.report.note('XW-R0046', origin, { name: name.text, type: type.declared.native })
  const charset = narrowCharset(type.type.source ?? type.type.logical)
  if (charset && mode !== 'out') ctx.report.note('XW-R0069', origin, { name: name.text, charset })
  const variable = { ...type, target }
  return { params: [given(variable)], bound: [variable], variables: [[name.text, variable]], records: [] }
}

/** The character set of a text that does not hold every character of Unicode's first plane. */
function narrowCharset(type: LogicalType): string | undefined {
  // Names of collations begin with their set where they are of one; others are those of languages, or of none.
  const [own, ...rest] = type.kind === 'text' ? (type.collation?.name.split('_') ?? []) : []
  const ofSet = rest.length > 0 && (own?.length ?? 0) > 2 ? own : undefined
  const charset = type.kind === 'text' ? (type.charset ?? ofSet) : undefined
  return charset === undefined || /^(utf|ucs2|binary)/.test(charset) ? undefined : charset
}

function signatureParams({ object, signatures }: Frame): readonly SignatureParam[] {
  if (object.kind !== 'routine') return []
  const form = object.form === 'function' ? 'function' : 'procedure'
  return signatures.choose(form, object.name, { id: object.id })?.params ?? []
}
