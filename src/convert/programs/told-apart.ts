import type { DeclaredType } from '../../core/ir/declared-type.js'
import { type Ident, ident } from '../../core/ir/names.js'
import type { Routine } from '../../core/ir/schema.js'
import type { CodeContext } from '../code/code-context.js'
import type { VariableType } from './declared-types.js'
import { confusable } from './overloads.js'
import type { Signature, SignatureParam } from './signatures.js'

/**
 * The parameters with types by which the target tells the program from earlier ones of its name. Where several types of the
 * source are one on the target, those of the later program get a name of their own, which is that of the source's type.
 */
export function toldApart(
  params: readonly SignatureParam[],
  routine: Routine,
  earlier: readonly Signature[],
  schema: Ident | undefined,
  ctx: CodeContext,
): readonly SignatureParam[] {
  const same = earlier.filter((each) => confusable(each.params, params))
  if (same.length === 0 || !schema || !ctx.sourceCan.recordsAreValues) return params
  const names = params.map(({ mode, type }, at) => (mode === 'in' && type ? nameAt(routine, at) : undefined))
  const differs = names.map((name, at) => name && same.some((each) => nameAt(each.routine, at) !== name))
  // A function and a procedure may take the same.
  const first = differs.some(Boolean) ? -1 : names.findIndex(Boolean)
  return params.map((param, at) => {
    const name = differs[at] || at === first ? names[at] : undefined
    return name && param.type ? { ...param, type: aliasOf(param.type, name, schema, routine, ctx) } : param
  })
}

const nameAt = ({ program }: Routine, at: number): string | undefined => nameOf(program?.params[at]?.type)

const takesNone = ({ program }: Routine): boolean =>
  program?.params.every((param) => param.default !== undefined || param.mode === 'out') ?? false

/** Of several programs that may be called without arguments one has no default for its first: the target could not choose. */
export function calledWith(
  params: readonly SignatureParam[],
  routine: Routine,
  all: readonly Routine[],
): readonly SignatureParam[] {
  const [first] = params
  if (!first?.kept || !takesNone(routine)) return params
  const place = all.indexOf(routine)
  const other = all.some(
    (each, at) => each !== routine && takesNone(each) && (at < place || each.program?.params.length === 0),
  )
  return other ? [{ ...first, kept: false }, ...params.slice(1)] : params
}

/** How the source names the type, without lengths. Undefined: it takes that of something else. */
function nameOf(type: DeclaredType | undefined): string | undefined {
  if (type?.kind === 'named') return type.path.at(-1)?.text.toLowerCase()
  if (type?.kind !== 'type') return undefined
  const words = type.type.native
    .replace(/\(.*?\)/g, ' ')
    .toLowerCase()
    .match(/[a-z]\w*/g)
  return words?.join('_')
}

function aliasOf(
  type: VariableType,
  name: string,
  schema: Ident,
  routine: Routine,
  { madeTypes, target }: CodeContext,
): VariableType {
  if (!madeTypes) return type
  const { declared } = type
  const key = JSON.stringify(['alias', schema.text, name, declared.native])
  const own = madeTypes.nameOf(key, { schema, name: ident(target.alias(name).text) })
  madeTypes.makeAlias(own, declared, routine.origin, routine.id)
  const native = target.typeNamed(own)
  return { type: { ...type.type, native }, declared: { ...declared, native, alias: true } }
}
