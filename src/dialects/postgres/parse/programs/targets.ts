import { ident, type Origin } from '../../../../core/ir/names.js'
import type { Target } from '../../../../core/ir/statement.js'
import { type ProgramContext, variableName } from './context.js'
import { type Datum, datumOf, listOf, opened } from './tree.js'

/** What takes a value: a variable, or a field of a record. */
export function targetOf(datum: Datum | undefined, at: Origin, context: ProgramContext): Target {
  if (datum?.kind === 'recfield') {
    const parent = context.datums[Number(datum.fields['recparentno'] ?? 0)]
    return {
      kind: 'column',
      path: [ident(variableName(parent, context)), ident(String(datum.fields['fieldname'] ?? ''))],
      origin: at,
    }
  }
  return { kind: 'column', path: [ident(variableName(datum, context))], origin: at }
}

/** All that INTO names. */
export function targetsOf(node: unknown, origin: Origin, context: ProgramContext): readonly Target[] {
  const { kind, fields } = opened(node)
  if (kind !== 'row') return [targetOf(datumOf(node), origin, context)]
  return listOf(fields['fields']).map((each) => {
    const { varno } = each as { readonly varno?: number }
    return targetOf(context.datums[varno ?? 0] as Datum | undefined, origin, context)
  })
}
