import type { Call, Expr } from '../../core/ir/expr.js'
import type { Ident, ObjectId } from '../../core/ir/names.js'
import type { LogicalType, RecordType } from '../../core/ir/types.js'
import { exprFamily, familyOf } from '../code/types/families.js'
import type { VariableType } from './declared-types.js'
import type { Signature, SignatureParam } from './signatures.js'

/** What a call gives. */
export interface Given {
  readonly args?: readonly Expr[]
  readonly names?: readonly (Ident | undefined)[]
  /** It has been chosen already. */
  readonly id?: ObjectId
}

export const givenBy = ({ args, names, fn }: Call): Given => ({
  args,
  ...(names ? { names } : {}),
  ...('routine' in fn && fn.id ? { id: fn.id } : {}),
})

/** What the target tells programs of one name apart by: the types of what goes in, without lengths. */
const inputsOf = (params: readonly SignatureParam[]): readonly string[] =>
  params
    .filter(({ mode }) => mode !== 'out')
    .flatMap(({ type, fields }): readonly (VariableType | undefined)[] => fields ?? [type])
    .map((each) => each?.declared.native.replace(/\(.*?\)/, '').replace(/^interval\b.*/, 'interval') ?? '')

/** The name, with a number behind it where an earlier one takes the same types on the target. */
export function distinctName(name: string, params: readonly SignatureParam[], earlier: readonly Signature[]): string {
  const same = earlier.filter((each) => inputsOf(each.params).join() === inputsOf(params).join()).length
  return same === 0 ? name : `${name}_${same + 1}`
}

/** Whether the target cannot choose between them for some call: with defaults, one may leave arguments out. */
export function confusable(one: readonly SignatureParam[], other: readonly SignatureParam[]): boolean {
  const [some, others] = [inputsOf(one), inputsOf(other)]
  const same = some.findIndex((type, at) => type !== others[at])
  const common = same < 0 ? Math.min(some.length, others.length) : same
  return common >= Math.max(requiredOf(one), requiredOf(other))
}

const requiredOf = (params: readonly SignatureParam[]): number =>
  inputsOf(params.filter(({ default: value, kept }) => value === undefined || !kept)).length

/** Of several programs of one name the one whose parameters the arguments fit best; the first of those that fit alike. */
export function bestOf(candidates: readonly Signature[], { args, names }: Given): Signature | undefined {
  if (args === undefined) return candidates[0]
  const fitting = candidates.filter((each) => takes(each, args, names))
  const scored = fitting.map((each) => ({ each, score: scoreOf(each, args, names) }))
  return scored.reduce<(typeof scored)[number] | undefined>(
    (best, one) => (best && best.score >= one.score ? best : one),
    undefined,
  )?.each
}

const paramAt = ({ params }: Signature, at: number, name: Ident | undefined): number =>
  name === undefined ? at : params.findIndex((param) => param.name.toLowerCase() === name.text.toLowerCase())

/** Whether every argument has a parameter, and every parameter an argument or a default. */
function takes(signature: Signature, args: readonly Expr[], names: Given['names']): boolean {
  const { params } = signature
  // A row is given as one argument for each of its values.
  const apart = params.some((param) => param.fields !== undefined)
  const count = args.reduce((sum, arg) => sum + (apart && arg.kind === 'row' ? arg.items.length : 1), 0)
  const wanted = params.reduce((sum, param) => sum + (param.fields?.length ?? 1), 0)
  if (count === wanted && !names) return true
  const places = new Set(args.map((_, at) => paramAt(signature, at, names?.[at])))
  if (places.has(-1) || places.size < args.length || args.length > params.length) return false
  return params.every((param, at) => places.has(at) || param.default !== undefined)
}

/** One for each argument of the same kind, less for each of another. */
function scoreOf(signature: Signature, args: readonly Expr[], names: Given['names']): number {
  return args.reduce((score, arg, at) => {
    const param = signature.params[paramAt(signature, at, names?.[at])]
    const [one, other] = [arg.type?.logical, param?.type?.type.logical]
    if (one?.kind === 'record' && other?.kind === 'record') return score + nearness(one, other)
    const [from, to] = [exprFamily(arg), familyOf(param?.type?.type.logical)]
    if (from === 'null' || from === 'other' || to === 'other') return score
    if (from !== to) return score - 1
    return score + 1 + closeness(arg.type?.source ?? one, param?.type?.type.source ?? other)
  }, 0)
}

/** Less than one: how near types of one family are. */
function closeness(one: LogicalType | undefined, other: LogicalType | undefined): number {
  if (one?.kind === 'timestamp' && other?.kind === 'timestamp')
    return (one.zone === other.zone ? 0.2 : 0) + (one.precision > 0 === other.precision > 0 ? 0.1 : 0)
  const isFloat = [one, other].map((each) => each?.kind === 'float')
  return isFloat[0] === isFloat[1] ? 0.2 : 0
}

/** An object fits its own type best, one above it the better the nearer that is. */
function nearness({ name, object }: RecordType, other: RecordType): number {
  if (!object || !other.object) return name.name.text === other.name.name.text ? 1 : -1
  const at = object.methods.findIndex(({ text }) => text.toLowerCase() === other.object?.kinds[0])
  return at < 0 ? -1 : 1 / (at + 1)
}
