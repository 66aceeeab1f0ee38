import { partIdsOf } from '../../src/convert/catalog-edit.js'
import { partId } from '../../src/core/ir/names.js'
import type { Catalog, Column, Table } from '../../src/core/ir/schema.js'
import type { LogicalType } from '../../src/core/ir/types.js'
import { saidOf } from './compare.js'
import { ancestorsOf, backTo } from './follow.js'
import type { Trip } from './trip.js'

/**
 * How a converted schema stands to one that its authors wrote by hand for the target. `authors`: the two that they wrote differ
 * there themselves, and ours is as the one that it was made of. `engine`: InnoDB makes an index for the columns of a foreign
 * key. `named`: a finding says so. The rest nobody explains.
 */
export interface Standing {
  readonly kind: 'table' | 'column' | 'key' | 'index' | 'foreign key'
  readonly what: string
  readonly is: 'same' | 'authors' | 'engine' | 'named' | 'unexplained'
}

/** A thing that a schema holds, under a name that does not depend on the engine, and the words in which it is compared. */
interface Thing {
  readonly kind: Standing['kind']
  readonly name: string
  readonly words: string
  /** Id on the source of ours. */
  readonly of: string
}

export function standings(ours: Trip, theirs: Catalog): readonly Standing[] {
  const said = saidOf(ours)
  const back = backTo(ours.legs.map(({ conversion }) => ancestorsOf(conversion)))
  const [made, source, hand] = [thingsIn(ours.after), thingsIn(ours.before), thingsIn(theirs)]
  return [...new Set([...made.keys(), ...hand.keys()])].map((place) => {
    const [own, other, old] = [made.get(place), hand.get(place), source.get(place)]
    const kind = (own ?? other)?.kind ?? 'table'
    const shown = `${place}: ours ${own?.words ?? 'none'}, by hand ${other?.words ?? 'none'}, source ${old?.words ?? 'none'}`
    if (own?.words === other?.words) return { kind, what: place, is: 'same' }
    if (own?.words === old?.words) return { kind, what: shown, is: 'authors' }
    if (kind === 'index' && own && !other && made.has(`foreign key ${own.name}`))
      return { kind, what: shown, is: 'engine' }
    const of = own ? back(own.of) : old?.of
    return { kind, what: shown, is: of !== undefined && said.at(of).size > 0 ? 'named' : 'unexplained' }
  })
}

function thingsIn(catalog: Catalog): ReadonlyMap<string, Thing> {
  const tables = catalog.schemas.flatMap(({ objects }) =>
    objects.filter((each): each is Table => each.kind === 'table'),
  )
  const all = tables.flatMap(thingsOf)
  return new Map(all.map((each) => [`${each.kind} ${each.name}`, each]))
}

const fold = (text: string): string => text.toLowerCase()

function thingsOf(table: Table): readonly Thing[] {
  const name = fold(table.name.name.text)
  const ids = partIdsOf(table)
  const thing = (kind: Thing['kind'], own: string, words: string, of: string): Thing => ({
    ...{ kind, name: own === '' ? name : `${name}.${own}`, words, of },
  })
  return [
    thing('table', '', 'a table', table.id),
    ...table.columns.map((column) =>
      thing('column', fold(column.name.text), columnClass(column), partId(table.id, 'column', column.name.text)),
    ),
    ...table.constraints.flatMap((each, at): readonly Thing[] => {
      const of = ids.constraints[at] ?? table.id
      if (each.kind === 'check') return []
      const columns = each.columns.map(({ text }) => fold(text)).join(', ')
      if (each.kind === 'foreignKey') {
        const words = `to ${fold(each.target.name.text)}, on delete ${each.onDelete.replace('restrict', 'noAction')}`
        return [thing('foreign key', columns, words, of)]
      }
      return [thing('key', columns, each.kind, of)]
    }),
    ...table.indexes.map((index, at) => {
      const columns = index.parts.map(({ expr }) =>
        expr.kind === 'column' ? fold(expr.path.at(-1)?.text ?? '') : '(…)',
      )
      return thing(
        index.unique ? 'key' : 'index',
        columns.join(', '),
        index.unique ? 'unique' : index.method,
        ids.indexes[at] ?? table.id,
      )
    }),
  ]
}

const columnClass = ({ type, nullable }: Column): string => `${typeClass(type.logical)}${nullable ? '' : ' not null'}`

/** What kind of values it holds; a truth value is a number of one digit where there is no type for it. */
function typeClass(type: LogicalType): string {
  switch (type.kind) {
    case 'integer':
      return type.bits === 8 && type.width === 1 ? 'boolean' : 'integer'
    case 'boolean':
      return 'boolean'
    case 'bits':
      return 'bits'
    default:
      return type.kind
  }
}
