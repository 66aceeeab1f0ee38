import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NetChanges, NetCollapse } from '../../../../src/core/changes/net.js'
import type { Change, Tuple } from '../../../../src/core/data/changes.js'

/** A row of two columns of the key and three others, as a tuple of text; `undefined` is not in the image. */
type Row = readonly (string | null | undefined)[]
type Rows = Map<string, Row>

const width = 5
const table = { columns: width, key: [0, 2], uniques: [] as number[][] }

function image(row: Row): Tuple {
  const parts = row.map((value) => {
    const bytes = Buffer.from(value ?? '')
    const head = Buffer.alloc(4)
    head.writeInt32BE(value === undefined ? -2 : value === null ? -1 : bytes.length)
    return Buffer.concat([head, bytes])
  })
  return Buffer.concat(parts)
}

function rowOf(tuple: Tuple): Row {
  const row: (string | null | undefined)[] = []
  for (let at = 0; at < tuple.length; ) {
    const length = tuple.readInt32BE(at)
    row.push(length === -2 ? undefined : length === -1 ? null : tuple.toString('utf8', at + 4, at + 4 + length))
    at += 4 + Math.max(0, length)
  }
  return row
}

const keyOf = (row: Row): string => JSON.stringify(table.key.map((column) => row[column]))
const over = (old: Row, row: Row): Row => old.map((value, column) => (row[column] === undefined ? value : row[column]))

/** One change as a server applies it that does nothing else at the time. */
function apply(rows: Rows, change: Change): void {
  if (change.kind === 'truncate') rows.clear()
  else if (change.kind === 'insert') rows.set(keyOf(rowOf(change.after)), rowOf(change.after))
  else {
    const key = keyOf(rowOf(change.before))
    const old = rows.get(key)
    rows.delete(key)
    if (change.kind === 'update' && old) {
      const row = over(old, rowOf(change.after))
      rows.set(keyOf(row), row)
    }
  }
}

/** Sets in the order that is the hardest for them: inserts first, deletes last. Every row must be as each set expects it. */
function applyNet(rows: Rows, net: NetChanges): void {
  for (const row of net.inserts.map(rowOf)) {
    expect(rows.has(keyOf(row))).toBe(false)
    rows.set(keyOf(row), row)
  }
  for (const { keyed, after } of net.updates) {
    const key = keyOf(rowOf(keyed))
    const old = rows.get(key)
    expect(old).toBeDefined()
    const set = rowOf(after).map((value, column) => (net.changed[column] ? value : undefined))
    if (old) rows.set(key, over(old, set))
  }
  for (const row of net.deletes.map(rowOf)) expect(rows.delete(keyOf(row))).toBe(true)
}

/** The same where rows may hold some of the changes already. */
function applyOver(rows: Rows, net: NetChanges): void {
  for (const row of [...net.inserts, ...net.updates.map((update) => update.after)].map(rowOf)) rows.set(keyOf(row), row)
  for (const row of net.deletes.map(rowOf)) rows.delete(keyOf(row))
}

const letter = fc.constantFrom('a', 'b', 'c')
const value = fc.option(fc.constantFrom('x', 'y', 'longer value of many bytes'), { nil: null })
const step = fc.record({
  kind: fc.constantFrom('put', 'put', 'put', 'delete', 'move', 'empty'),
  row: fc.tuple(letter, value, letter, value, value),
  small: fc.boolean(),
  to: letter,
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Turns wishes into changes that a source could have made, given the rows it has. */
function changesOf(steps: readonly Step[], rows: Rows, kinds: readonly string[], small: boolean): Change[] {
  const changes: Change[] = []
  for (const { kind, row, small: wish, to } of steps) {
    if (!kinds.includes(kind)) continue
    const old = rows.get(keyOf(row))
    const narrow = small && wish
    const keyed = (whole: Row) =>
      image(narrow ? whole.map((each, at) => (table.key.includes(at) ? each : undefined)) : whole)
    const differing = (from: Row, whole: Row) =>
      image(narrow ? whole.map((each, at) => (each === from[at] ? undefined : each)) : whole)
    const moved = row.with(0, to)
    const change: Change | undefined =
      kind === 'empty'
        ? { kind: 'truncate', table: 0 }
        : kind === 'put' && !old
          ? { kind: 'insert', table: 0, after: image(row) }
          : !old
            ? undefined
            : kind === 'put'
              ? { kind: 'update', table: 0, before: keyed(old), after: differing(old, row) }
              : kind === 'delete'
                ? { kind: 'delete', table: 0, before: keyed(old) }
                : rows.has(keyOf(moved))
                  ? undefined
                  : { kind: 'update', table: 0, before: keyed(old), after: differing(old, moved) }
    if (!change) continue
    changes.push(change)
    apply(rows, change)
  }
  return changes
}

function collapsed(
  changes: readonly Change[],
  overlapping: boolean,
  uniques: number[][] = [],
  key = table.key,
): NetChanges | null {
  const collapse = new NetCollapse({ ...table, key, uniques }, overlapping)
  changes.forEach((change, at) => {
    collapse.add({ change, at })
  })
  return collapse.finish()
}

const start = (steps: readonly Step[]): Rows => {
  const rows: Rows = new Map()
  changesOf(steps, rows, ['put'], false)
  return rows
}

describe('changes gathered by their rows', () => {
  const steps = fc.array(step, { maxLength: 40 })

  it('leave the rows as the changes one by one do, whole images or small', () => {
    fc.assert(
      fc.property(steps, steps, fc.boolean(), (before, after, small) => {
        const rows = start(before)
        const target = new Map(rows)
        const net = collapsed(changesOf(after, rows, ['put', 'delete'], small), false)
        expect(net).not.toBeNull()
        if (net) applyNet(target, net)
        expect(new Map([...target].sort())).toEqual(new Map([...rows].sort()))
      }),
      { numRuns: 1000 },
    )
  })

  it('leave the rows as they are to be, whichever of the changes the rows have seen', () => {
    fc.assert(
      fc.property(steps, steps, fc.nat(40), (before, after, seen) => {
        const rows = start(before)
        const target = new Map(rows)
        const changes = changesOf(after, rows, ['put', 'delete'], false)
        for (const change of changes.slice(0, seen)) apply(target, change)
        const net = collapsed(changes, true)
        expect(net).not.toBeNull()
        if (net) applyOver(target, net)
        expect(new Map([...target].sort())).toEqual(new Map([...rows].sort()))
      }),
      { numRuns: 1000 },
    )
  })

  it('are given up for their order when a key moves or a table is emptied, and only then', () => {
    fc.assert(
      fc.property(steps, steps, fc.boolean(), (before, after, small) => {
        const rows = start(before)
        const changes = changesOf(after, rows, ['put', 'delete', 'move', 'empty'], small)
        const moves = changes.some((change) => {
          if (change.kind === 'truncate') return true
          if (change.kind !== 'update') return false
          const old = rowOf(change.before)
          return keyOf(over(old, rowOf(change.after))) !== keyOf(old)
        })
        expect(collapsed(changes, false) === null).toBe(moves)
      }),
      { numRuns: 1000 },
    )
  })

  it('are given up when a value that is one row’s alone is seen at another', () => {
    const [a, b] = [
      ['a', 'u', 'a', null, null],
      ['b', 'u', 'b', null, null],
    ]
    const changes: Change[] = [
      { kind: 'delete', table: 0, before: image(a) },
      { kind: 'insert', table: 0, after: image(b) },
    ]
    expect(collapsed(changes, false, [[1]])).toBeNull()
    expect(collapsed(changes, false, [[1, 3]])).not.toBeNull()
    expect(collapsed(changes, false)).toMatchObject({ inserts: [image(b)], deletes: [image(a)] })
  })

  it('are counted where rows have no key, and a row that goes must have been there', () => {
    const without = (...changes: Change[]) => collapsed(changes, false, [], [])
    expect(without(insert('a'), insert('a'))).toMatchObject({ inserts: [rowA, rowA], deletes: [], updates: [] })
    expect(without(insert('a'), remove('a'))).toMatchObject({ inserts: [], deletes: [] })
    expect(without(remove('a'), insert('a'))).toMatchObject({ inserts: [rowA], deletes: [rowA] })
    expect(without(insert('a'), remove('a'), remove('a'))).toMatchObject({ inserts: [], deletes: [rowA] })
    expect(without(insert('a'), { kind: 'truncate', table: 0 })).toBeNull()
    const small: Change = {
      kind: 'update',
      table: 0,
      before: rowA,
      after: image([undefined, 'z', undefined, null, null]),
    }
    expect(without(small)).toMatchObject({ inserts: [image(['a', 'z', 'k', null, null])], deletes: [rowA] })
    expect(without({ ...small, before: image([undefined, 'x', 'k', null, null]) })).toBeNull()
  })

  it.each<[string, Change[]]>([
    ['an insert of a row that is there', [insert('a'), insert('a')]],
    ['a delete of a row that has gone', [remove('a'), remove('a')]],
    ['an update of a row that has gone', [remove('a'), update('a')]],
    ['an image without its key', [{ kind: 'delete', table: 0, before: image([undefined, 'x', 'k', null, null]) }]],
  ])('are given up for %s, so that its place is found', (_, changes) => {
    expect(collapsed(changes, false)).toBeNull()
  })
})

const rowA = image(['a', 'x', 'k', null, null])

function insert(key: string): Change {
  return { kind: 'insert', table: 0, after: image([key, 'x', 'k', null, null]) }
}
function remove(key: string): Change {
  return { kind: 'delete', table: 0, before: image([key, 'x', 'k', null, null]) }
}
function update(key: string): Change {
  const [before, after] = [image([key, 'x', 'k', null, null]), image([key, 'y', 'k', null, null])]
  return { kind: 'update', table: 0, before, after }
}
