import { noOrigin } from '../../../../core/ir/names.js'
import type { NamedColumn } from '../context.js'
import { NotLowered } from '../queries.js'
import { lowerChange } from './changes.js'
import type { ProgramContext } from './context.js'
import { lowerSelect, statementOf } from './fragments.js'
import { type Datum, exprOf, type Fields, opened } from './tree.js'

/**
 * The fields of a variable of type `record`, by the queries whose rows go into it. Undefined: only loops use it, or the
 * queries give rows of different forms.
 */
export function recordFields(datum: Datum, context: ProgramContext): readonly NamedColumn[] | undefined {
  const forms = (context.intoRecords.get(datum.name) ?? []).map((stmt) => formOf(stmt, context))
  const [first] = forms
  if (!first || forms.some((each) => each === undefined)) return undefined
  const same = (form: readonly NamedColumn[] | undefined): boolean =>
    form?.length === first.length && form.every(({ name }, at) => name === first[at]?.name)
  if (!forms.every(same) || first.some(({ type }) => type === undefined)) return undefined
  return first.map(({ domain, ...column }, at) => {
    const isSame = domain && forms.every((form) => form?.[at]?.domain?.type.id === domain.type.id)
    return isSame ? { ...column, domain } : column
  })
}

function formOf(stmt: Fields, context: ProgramContext): readonly NamedColumn[] | undefined {
  const expr = exprOf(stmt['sqlstmt'] ?? stmt['query'])
  if (!expr) return undefined
  try {
    const node = statementOf(expr.query)
    if ('SelectStmt' in node) return lowerSelect(expr, noOrigin, context).columns
    return lowerChange(node, noOrigin, context.lower).columns
  } catch (error) {
    if (error instanceof NotLowered) return undefined
    throw error
  }
}

/** Statements by the record that takes their row. */
export function recordsFilled(action: unknown): ReadonlyMap<string, readonly Fields[]> {
  const found = new Map<string, Fields[]>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each)
    else if (typeof value === 'object' && value !== null) {
      const { kind, fields } = opened(value)
      const target = kind === 'execsql' ? opened(fields['target']) : undefined
      const name = target?.kind === 'rec' ? String(target.fields['refname']) : undefined
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), fields])
      for (const each of Object.values(value)) walk(each)
    }
  }
  walk(action)
  return found
}
