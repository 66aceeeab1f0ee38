import { ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { LowerContext } from '../context.js'
import { relationName } from '../definitions/constraints.js'
import { numberOf, ownerIn, sequenceOptions } from '../definitions/sequences.js'
import type { Node } from '../tree.js'
import { add, type Handlers, type Handling } from './handlers.js'
import { type CatalogState, key } from './state.js'

export const sequenceStatements: Handlers = {
  CreateSeqStmt: ({ sequence, options = [], if_not_exists }, state, context) => {
    const name = relationName(sequence, context)
    if (if_not_exists && state.sequences.has(key(name))) return 'ignored'
    const made = {
      ...{ kind: 'sequence' as const, id: objectId('sequence', name), name, origin: context.whole, options: [] },
      sequence: sequenceOptions(options, { cycle: false }),
    }
    state.sequences.set(key(name), { sequence: made, ...ownerOf(options, name) })
    return add(made, state, context)
  },
  AlterSeqStmt: ({ sequence, options = [] }, state, context) => {
    const name = relationName(sequence, context)
    const found = state.sequences.get(key(name))
    if (!found) return 'ignored'
    const changed = { ...found.sequence, sequence: sequenceOptions(options, found.sequence.sequence) }
    state.sequences.set(key(name), { ...found, sequence: changed, ...ownerOf(options, name) })
    state.replace(changed)
    return 'applied'
  },
}

function ownerOf(options: readonly Node[], sequence: QName) {
  const names = ownerIn(options)
  if (!names) return {}
  const table: QName = {
    schema: names.length > 2 ? ident(names.at(-3) ?? '') : (sequence.schema ?? ident('public')),
    name: ident(names.at(-2) ?? ''),
  }
  return { ownedBy: { table, column: names.at(-1) ?? '' } }
}

/** Where a counter goes on: the third argument says whether the value was given out already. */
export function setNext(name: string, args: readonly Node[], state: CatalogState, context: LowerContext): Handling {
  const value = numberOf(args[1])
  const last = args[2]
  const given = !(last && 'A_Const' in last && last.A_Const.boolval && last.A_Const.boolval.boolval !== true)
  const full = sequenceName(name, context)
  const found = state.sequences.get(key(full))
  const column = state.identities.get(key(full))
  // A counter that the script has not made belongs to something that is not read.
  if (value === undefined || (!found && !column)) return 'ignored'
  const next = (step: bigint): bigint => (given ? value + step : value)
  if (found) {
    const { sequence } = found.sequence
    const moved = { ...found.sequence, sequence: { ...sequence, next: next(sequence.increment ?? 1n) } }
    state.sequences.set(key(full), { ...found, sequence: moved })
    state.replace(moved)
  }
  if (column)
    state.changeTable(column.table, (table) => ({
      ...table,
      columns: table.columns.map((each) =>
        each.name.text === column.column && each.identity
          ? {
              ...each,
              identity: {
                ...each.identity,
                sequence: { ...each.identity.sequence, next: next(each.identity.sequence.increment ?? 1n) },
              },
            }
          : each,
      ),
    }))
  return 'applied'
}

/** The text of a regclass: `public.s`, `"My Seq"`. */
export function sequenceName(text: string, context: Pick<LowerContext, 'schemaOf'>): QName {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '').toLowerCase() : quoted.replaceAll('""', '"'),
  )
  const name = parts.at(-1) ?? ''
  const schema = parts.at(-2)
  return { schema: schema === undefined ? context.schemaOf(name, 'relation') : ident(schema), name: ident(name) }
}
