import type { CursorDeclaration, Declaration, VariableDeclaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import { ident, type Origin, spanOf } from '../../../../core/ir/names.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import type { NamedColumn } from '../context.js'
import { NotLowered } from '../queries.js'
import { type Known, type Names, type ProgramContext, within, withNames } from './context.js'
import { lowerSelect, lowerStored, typeNamed, typeNameOf } from './fragments.js'
import { guardStmts, guardsOfColumn, guardsOfType, requiredGuard, requiredState } from './guards.js'
import { recordFields } from './records.js'
import { type Datum, exprOf, listOf, numberOf, opened, textOf } from './tree.js'

interface Declared {
  readonly declarations: readonly Declaration[]
  /** What looks at the values that they begin with. */
  readonly guarded: readonly Stmt[]
  readonly context: ProgramContext
}

/** Variables of the block whose BEGIN stands there: the parser has those of all blocks in one list, in their order. */
export function declarationsOf(begin: Origin, label: string | undefined, context: ProgramContext): Declared {
  const declarations: Declaration[] = []
  const guarded: Stmt[] = []
  let at = within(context, label)
  const { datums, declared } = context
  const ofCursors = new Set(datums.flatMap((datum) => argumentsOf(datum, datums).map(({ at: place }) => place)))
  for (const { name, line, text, origin } of context.places.declared(begin)) {
    const index = datums.findIndex(
      (each, place) =>
        each.name === name && each.line === line && isDeclared(each) && !declared.has(place) && !ofCursors.has(place),
    )
    const datum = datums[index]
    if (!datum) continue
    declared.add(index)
    const made = declare(datum, text, origin, at)
    if (!made) continue
    declarations.push(made.declaration)
    guarded.push(...guardStmts(made.known.guards ?? [], { kind: 'column', path: [ident(datum.name)], origin }, origin))
    at = withNames(at, new Map([[datum.name.toLowerCase(), made.known]]))
  }
  return { declarations, guarded, context: at }
}

/** Parameters have no line; the parser makes rows for lists of targets, and variables for itself. */
const isDeclared = ({ kind, name, line, type }: Datum): boolean =>
  line > 0 && (kind === 'var' || kind === 'rec') && type !== '' && !/^(__Case__Variable|sqlstate$|sqlerrm$)/.test(name)

interface One {
  readonly declaration: Declaration
  readonly known: Known
}

/** Undefined: a record that nothing is known of, since nothing is put into it but by a loop. */
function declare(datum: Datum, text: string, origin: Origin, context: ProgramContext): One | undefined {
  const { name, fields, type: native } = datum
  if (fields['cursor_explicit_expr']) return declareCursor(datum, origin, context)
  const table = context.rows.get(name.toLowerCase())
  if (datum.kind === 'rec' && native === 'record' && table === undefined) return declareRecord(datum, origin, context)
  const type = typeNamed(table === undefined ? native : `${table}%rowtype`, context.lower)
  if (!type) return { declaration: opaqueDeclaration(origin, context), known: {} }
  const lost = datum.kind === 'rec' ? writtenDefault(text) : undefined
  const value = lost === undefined ? exprOf(fields['default_val']) : { query: lost }
  const known = knownOf(type, context)
  const declaration: VariableDeclaration = {
    ...{ kind: 'declareVariables', names: [ident(name)], type, origin },
    ...(value ? { default: lowerStored(value, known.type, origin, context) } : {}),
    ...(fields['isconst'] ? { constant: true } : {}),
    ...(fields['notnull'] ? { required: true } : {}),
  }
  const ofType = type.kind === 'type' ? guardsOfType(typeNameOf(native), context.lower) : (known.guards ?? [])
  const guards = [...(fields['notnull'] ? [requiredGuard(name)] : []), ...ofType]
  return { declaration, known: { ...known, ...(guards.length > 0 ? { guards } : {}) } }
}

/** What stands behind `:=` of a declaration: the parser keeps it only for types that it knows. */
const writtenDefault = (text: string): string | undefined =>
  /^(?:"(?:[^"]|"")*"|\S+)\s[^=]*?(?::=|=|\bdefault\b)\s*([\s\S]+)$/i.exec(text)?.[1]

const opaqueDeclaration = (origin: Origin, context: ProgramContext): Declaration => {
  context.counts.opaque++
  const span = spanOf(origin)
  const text = span ? context.lower.text.slice(span.start, span.end) : ''
  return { kind: 'opaque', text, why: 'XW-R0002', origin }
}

function declareRecord(datum: Datum, origin: Origin, context: ProgramContext): One | undefined {
  const fields = recordFields(datum, context)
  if (!fields) return undefined
  const row: DeclaredType = {
    kind: 'row',
    fields: fields.map(({ name, type }) => ({
      name: ident(name),
      type: { kind: 'type', type: { logical: type ?? { kind: 'opaque' }, native: '', origin } },
    })),
  }
  return {
    declaration: { kind: 'declareVariables', names: [ident(datum.name)], type: row, origin },
    known: { fields, takesShape: true },
  }
}

/** Parameters of a cursor, which stand among the variables. */
function argumentsOf(
  { fields }: Datum,
  datums: readonly Datum[],
): readonly { readonly name: string; readonly at: number }[] {
  const row = fields['cursor_explicit_argrow']
  const found = row === undefined ? [] : listOf(datums[numberOf(row)]?.fields['fields'])
  return found.map((each) => {
    const { name, varno } = each as { readonly name?: string; readonly varno?: number }
    return { name: textOf(name), at: varno ?? 0 }
  })
}

function declareCursor(datum: Datum, origin: Origin, context: ProgramContext): One {
  const query = exprOf(datum.fields['cursor_explicit_expr'])
  if (!query) throw new NotLowered('a cursor without a query')
  const params = argumentsOf(datum, context.datums).flatMap(({ name, at }) => {
    const type = typeNamed(context.datums[at]?.type ?? '', context.lower)
    return type ? [{ name: ident(name), type }] : []
  })
  const names: Names = new Map(params.map(({ name, type }) => [name.text.toLowerCase(), knownOf(type, context)]))
  const lowered = lowerSelect(query, origin, withNames(context, names))
  const declaration: CursorDeclaration = {
    ...{ kind: 'declareCursor', name: ident(datum.name), params, source: { query: lowered.query }, origin },
  }
  return { declaration, known: { fields: lowered.columns } }
}

/** What reading expressions needs of a declared type. */
export function knownOf(type: DeclaredType, { lower, names }: Pick<ProgramContext, 'lower' | 'names'>): Known {
  if (type.kind === 'type') return { type: type.type.logical }
  if (type.kind !== 'typeOf' && type.kind !== 'rowTypeOf') return {}
  const path = type.path.map(({ text }) => text)
  const columns = (parts: readonly string[]): readonly NamedColumn[] | undefined => {
    const [name = '', schema] = [...parts].reverse()
    return lower.relationColumns?.({
      schema: schema === undefined ? lower.schemaOf(name, 'relation') : ident(schema),
      name: ident(name),
    })
  }
  if (type.kind === 'rowTypeOf') return { fields: columns(path) }
  if (path.length === 1) return ofVariable(names.get((path[0] ?? '').toLowerCase()))
  const column = columns(path.slice(0, -1))?.find(({ name }) => name === path.at(-1))
  const guards = guardsOfColumn(column)
  return { type: column?.type, ...(guards.length > 0 ? { guards } : {}) }
}

/** `other%TYPE` is the type alone. */
function ofVariable({ guards = [], ...known }: Known = {}): Known {
  const ofType = guards.filter(({ state }) => state !== requiredState)
  return { ...known, ...(ofType.length > 0 ? { guards: ofType } : {}) }
}

export const openedDatum = (node: unknown): string => textOf(opened(node).fields['refname'])
