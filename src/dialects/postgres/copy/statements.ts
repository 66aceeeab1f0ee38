import type { EmittedStatement, StatementId, StatementKind } from '../../../core/dialect/dialect.js'
import { flat, type ObjectId, type PartId, type QName, qname, wholeOf } from '../../../core/ir/names.js'
import { names } from '../names.js'
import type { ArchiveEntry } from './archive.js'
import { isViewRule, kindOf, phaseOf } from './entry-kinds.js'
import type { Known, KnownPart } from './known.js'
import type { EntryGroup } from './merge-entries.js'

/** Statements of the groups, in the order of the archive. */
export function statementsOf(groups: readonly EntryGroup[], known: Known): readonly EmittedStatement[] {
  const replaced = new Set(groups.flatMap(([entry]) => (isViewRule(entry) ? viewOf(entry, groups) : [])))
  const drafts = groups.map((group) => ({ group, ...identify(group, known, replaced.has(group[0].id)) }))
  const ids = uniqueIds(drafts.map(({ id }) => id))
  const byEntry = new Map(drafts.flatMap(({ group }, at) => group.map(({ id }) => [id, ids[at]] as const)))
  return drafts.map(({ group, kind, name, object, sources }, at): EmittedStatement => {
    const [entry] = group
    const id = ids[at] ?? ('' as StatementId)
    const sql = sqlOf(group)
    const needed = group.flatMap(({ needs }) => needs.flatMap((need) => byEntry.get(need) ?? []))
    const phase = phaseOf(entry)
    return {
      ...{ id, kind, name, object, sources, phase, sql },
      minimal: phase === 'pre-data' || isUnique(kind, entry),
      dependsOn: [...new Set(needed)].filter((need) => need !== id),
      lines: sources.slice(0, 1).map((part) => ({ from: 0, to: sql.split('\n').length - 1, part })),
    }
  })
}

interface Identity {
  readonly kind: StatementKind
  readonly id: string
  readonly name: QName
  readonly object: ObjectId
  readonly sources: readonly PartId[]
}

/** Ids are those under which the catalogue of the target finds what the statement makes. */
function identify(group: EntryGroup, known: Known, placeholder: boolean): Identity {
  const [entry] = group
  const schema = entry.schema ?? undefined
  if (isViewRule(entry)) return ofView(entry, known)
  if (placeholder) return other(entry, 'placeholder', known.of(entry))
  const part = known.partOf(entry)
  if (part) return ofPart(entry, part)
  const found = known.of(entry)
  const kind = entry.description === 'TABLE' && group.some(isAttach) ? 'partition' : kindOf(entry)
  if (kind === 'object' || kind === 'index' || !found) return other(entry, entry.description.toLowerCase(), found)
  const at = { kind, object: found.id, sources: [wholeOf(found.id), ...known.partsIn(entry)] }
  const { plain, identity, table } = found
  if (kind === 'schema') return { ...at, id: flat(kind, ':', plain), name: qname(undefined, plain) }
  const name = qname(schema, plain)
  if (kind === 'function' || kind === 'procedure') return { ...at, id: flat(kind, ':', identity), name }
  if (kind === 'trigger') return { ...at, id: flat(kind, ':', schema ?? '', '.', table ?? '', '/', plain), name }
  return { ...at, id: flat(kind, ':', schema ?? '', '.', plain), name }
}

const isAttach = ({ description }: ArchiveEntry): boolean => description === 'TABLE ATTACH'

function ofPart(entry: ArchiveEntry, { kind, table, name, part, object }: KnownPart): Identity {
  const schema = entry.schema ?? undefined
  const id = flat(kind, ':', schema ?? '', '.', table, '/', name)
  return { kind, id, name: qname(schema, name), object, sources: part === undefined ? [] : [part] }
}

function ofView(entry: ArchiveEntry, known: Known): Identity {
  const view = entry.tag.slice(0, -' _RETURN'.length)
  const found = known.viewOf(entry.schema ?? '', view)
  const name = qname(entry.schema ?? undefined, view)
  const object = found ?? ('' as ObjectId)
  const id = flat('object:query of ', entry.schema ?? '', '.', view)
  return { kind: 'object', id, name, object, sources: [wholeOf(object)] }
}

function other(entry: ArchiveEntry, what: string, found: ReturnType<Known['of']>): Identity {
  const name = qname(entry.schema ?? undefined, entry.tag)
  const id = flat('object:', what, ' ', entry.schema === null ? '' : `${entry.schema}.`, entry.tag)
  const object = found?.id ?? (id as ObjectId)
  return { kind: 'object', id, name, object, sources: found && what !== 'placeholder' ? [wholeOf(found.id)] : [] }
}

function viewOf(rule: ArchiveEntry, groups: readonly EntryGroup[]): readonly number[] {
  const tag = rule.tag.slice(0, -' _RETURN'.length)
  return groups.flatMap(([{ id, description, tag: own, schema }]) =>
    rule.needs.includes(id) && /VIEW$/.test(description) && own === tag && schema === rule.schema ? [id] : [],
  )
}

function uniqueIds(wanted: readonly string[]): readonly StatementId[] {
  const seen = new Map<string, number>()
  return wanted.map((id) => {
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return (count === 1 ? id : `${id}#${count}`) as StatementId
  })
}

const isUnique = (kind: StatementKind, { definition }: ArchiveEntry): boolean =>
  kind === 'primary-key' || kind === 'unique' || (kind === 'index' && definition.startsWith('CREATE UNIQUE '))

/** The definitions one after the other, with the settings of the session that they need. */
function sqlOf(group: EntryGroup): string {
  const [entry] = group
  const text = group.map(({ definition }) => `${definition.trimEnd()}\n`).join('')
  // What a body speaks of may be made after it.
  if (/^(FUNCTION|PROCEDURE)$/.test(entry.description)) return `SET check_function_bodies = off;\n${text}`
  const method = entry.accessMethod
  if (method === null || method === '' || method === 'heap') return text
  return `SET default_table_access_method = ${names.quote(method)};\n${text}RESET default_table_access_method;\n`
}
