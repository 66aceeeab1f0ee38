import type { EmittedStatement, StatementId, StatementKind, StatementPhase } from '../../../core/dialect/dialect.js'
import { dotted } from '../../../core/ir/names.js'
import { type UseKind, usesKey } from './code/printing.js'
import type { Draft } from './statement.js'

const phases: Readonly<Record<StatementPhase, number>> = { 'pre-data': 0, 'post-data': 1, 'post-cutover': 2 }

/** Within a phase: what others stand on comes first. Keys come before the foreign keys and views that rest on them. */
const kinds: Readonly<Record<StatementKind, number>> = {
  schema: 0,
  extension: 1,
  collation: 2,
  type: 3,
  sequence: 4,
  function: 5,
  table: 6,
  partition: 7,
  'primary-key': 8,
  unique: 9,
  index: 10,
  check: 11,
  'foreign-key': 12,
  default: 13,
  procedure: 14,
  view: 14,
  comment: 15,
  object: 0,
  stub: 16,
  trigger: 17,
  identity: 18,
}

/** Under which names others refer to what a statement makes. */
const makes: Partial<Readonly<Record<StatementKind, readonly UseKind[]>>> = {
  schema: ['schema'],
  extension: ['need'],
  collation: ['collation'],
  type: ['type'],
  function: ['need', 'routine'],
  procedure: ['routine'],
  sequence: ['need', 'relation'],
  table: ['relation'],
  partition: ['relation'],
  view: ['relation'],
}

/**
 * Fills `dependsOn`, makes ids unique, and sorts: by phase, kind, dependencies, then as the catalogue has them. What a body
 * names stands before it where that can be; the body can be made without.
 */
export function inOrder(drafts: readonly Draft[]): readonly EmittedStatement[] {
  const known = withUniqueIds(drafts)
  const makers = makersOf(known)
  const after = new Map<StatementId, readonly StatementId[]>()
  const linked = known.map(({ statement, uses, names = [] }) => {
    const dependsOn = dependencies(statement, uses, makers)
    after.set(statement.id, [...dependsOn, ...dependencies(statement, names, makers)])
    return { ...statement, dependsOn }
  })
  const ranked = linked
    .map((statement, index) => ({ statement, index }))
    .sort((a, b) => rank(a.statement) - rank(b.statement) || a.index - b.index)
    .map(({ statement }) => statement)
  return afterDependencies(ranked, after)
}

const rank = (statement: EmittedStatement): number => phases[statement.phase] * 100 + kinds[statement.kind]

function withUniqueIds(drafts: readonly Draft[]): readonly Draft[] {
  const seen = new Map<string, number>()
  return drafts.map(({ statement, ...links }) => {
    const count = (seen.get(statement.id) ?? 0) + 1
    seen.set(statement.id, count)
    const id = count === 1 ? statement.id : numbered(statement.id, count)
    return { statement: { ...statement, id }, ...links }
  })
}

const numbered = (id: StatementId, count: number): StatementId => `${id}#${count}` as StatementId

function makersOf(drafts: readonly Draft[]): ReadonlyMap<string, StatementId> {
  const makers = new Map<string, StatementId>()
  for (const { statement } of drafts) {
    const object = usesKey('object', statement.object)
    if (!makers.has(object)) makers.set(object, statement.id)
    for (const kind of makes[statement.kind] ?? []) {
      makers.set(usesKey(kind, dotted(statement.name)), statement.id)
      const bare = usesKey(kind, statement.name.name.text)
      if (kind === 'need' && !makers.has(bare)) makers.set(bare, statement.id)
    }
  }
  return makers
}

function dependencies(
  statement: EmittedStatement,
  uses: Iterable<string>,
  makers: ReadonlyMap<string, StatementId>,
): readonly StatementId[] {
  const keys = [...uses]
  const { schema } = statement.name
  if (schema !== undefined) keys.push(usesKey('schema', schema.text))
  const ids = keys.flatMap((key) => makers.get(key) ?? [])
  // A copy is as long as it must be: what grew item by item keeps room for more.
  return [...[...new Set(ids)].filter((id) => id !== statement.id)]
}

/** Keeps the given order except where something would come before what it depends on. Loops and all: nothing recurses. */
function afterDependencies(
  statements: readonly EmittedStatement[],
  after: ReadonlyMap<StatementId, readonly StatementId[]>,
): readonly EmittedStatement[] {
  const byId = new Map(statements.map((statement) => [statement.id, statement]))
  const state = new Map<StatementId, 'open' | 'done'>()
  const ordered: EmittedStatement[] = []
  for (const root of statements) {
    const stack = [root]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const waiting = state.has(top.id) ? [] : missing(after.get(top.id) ?? [], byId, state)
      if (!state.has(top.id)) state.set(top.id, 'open')
      if (waiting.length > 0) {
        stack.push(...waiting)
        continue
      }
      stack.pop()
      if (state.get(top.id) === 'open') ordered.push(top)
      state.set(top.id, 'done')
    }
  }
  return ordered
}

/** Dependencies that are not placed yet; one that is under way already closes a circle, which the server will refuse. */
const missing = (
  ids: readonly StatementId[],
  byId: ReadonlyMap<StatementId, EmittedStatement>,
  state: ReadonlyMap<StatementId, 'open' | 'done'>,
): readonly EmittedStatement[] =>
  ids.flatMap((id) => {
    const found = state.has(id) ? undefined : byId.get(id)
    return found === undefined ? [] : [found]
  })
