import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reference } from '../../../../src/core/changes/reference.js'
import { planSteps, type Step, type TableWork } from '../../../../src/core/changes/steps.js'

const work = (table: number, extra: Partial<TableWork> = {}): TableWork => ({
  ...{ table, ordered: false, deletes: true, updates: true, inserts: true, changed: [false, false] },
  ...{ hadDeletes: true, overwrites: false, otherUniques: false, ...extra },
})

/** Column 1 of the child refers to column 0 of the parent. */
const reference = (child: number, parent: number, extra: Partial<Reference> = {}): Reference => ({
  ...{ child, parent, childColumns: [1], parentColumns: [0], actsOnDelete: false, actsOnUpdate: false },
  ...extra,
})

const named = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => (step.kind === 'ordered' ? `ordered ${step.tables}` : `${step.kind} ${step.table}`))

const repointing = { changed: [false, true] }

describe('sets of rows', () => {
  it('go children first and come parents first', () => {
    expect(named(planSteps([work(0), work(1)], [reference(0, 1)]))).toEqual([
      ...['delete 0', 'delete 1', 'update 0', 'update 1', 'insert 1', 'insert 0'],
    ])
  })

  it('let a child point at a new parent before the old one goes', () => {
    expect(named(planSteps([work(0, repointing), work(1)], [reference(0, 1)]))).toEqual([
      ...['delete 0', 'update 1', 'insert 1', 'update 0', 'delete 1', 'insert 0'],
    ])
  })

  it('free a unique value before it is taken, unless a foreign key forbids it', () => {
    const unique = { otherUniques: true }
    expect(named(planSteps([work(0, unique)], []))).toEqual(['delete 0', 'update 0', 'insert 0'])
    expect(named(planSteps([work(0, { ...unique, ...repointing })], [reference(0, 0)]))).toEqual([
      ...['insert 0', 'update 0', 'delete 0'],
    ])
  })

  it('are done one by one around a circle of foreign keys, and where the engine acts on its own', () => {
    expect(named(planSteps([work(0), work(1), work(2)], [reference(0, 1), reference(1, 0)]))).toEqual(['ordered 0,1,2'])
    const acting = [reference(1, 0, { actsOnDelete: true }), reference(2, 1, { actsOnDelete: true })]
    expect(named(planSteps([work(0), work(1), work(2), work(3)], acting))).toEqual([
      ...['delete 3', 'ordered 0,1,2', 'update 3', 'insert 3'],
    ])
    const calm = [work(0, { deletes: false, hadDeletes: false }), work(1)]
    expect(named(planSteps(calm, acting))).not.toContain('ordered 0,1')
  })

  const works = fc.uniqueArray(fc.nat(5), { minLength: 1 }).chain((tables) =>
    fc.tuple(
      ...tables.map((table) =>
        fc.record({
          table: fc.constant(table),
          ...{ deletes: fc.boolean(), updates: fc.boolean(), inserts: fc.boolean(), otherUniques: fc.boolean() },
          ordered: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
          changed: fc.tuple(fc.constant(false), fc.boolean()),
          hadDeletes: fc.boolean(),
          overwrites: fc.constant(false),
        }),
      ),
    ),
  )
  const side = fc.option(fc.nat(5), { nil: null })
  const references = fc.array(
    fc.record({
      ...{ child: side, parent: side, childColumns: fc.constant([1]), parentColumns: fc.constant([0]) },
      ...{ actsOnDelete: fc.boolean(), actsOnUpdate: fc.boolean() },
    }),
    { maxLength: 6 },
  )

  it('are all done once, and no foreign key is broken between two statements', () => {
    fc.assert(
      fc.property(works, references, (all, keys) => {
        const steps = planSteps(all, keys)
        const together = new Set(steps.flatMap((step) => (step.kind === 'ordered' ? step.tables : [])))
        const placeOf = (kind: string, table: number) => named(steps).indexOf(`${kind} ${table}`)
        for (const each of all) {
          for (const kind of ['delete', 'update', 'insert'] as const)
            expect(placeOf(kind, each.table) >= 0).toBe(each[`${kind}s`] && !together.has(each.table))
          if (each.ordered) expect(together).toContain(each.table)
        }
        expect(steps.filter((step) => step.kind === 'ordered').length).toBeLessThanOrEqual(1)
        for (const key of keys) keepsTo(key, all, placeOf, together)
      }),
      { numRuns: 2000 },
    )
  })
})

function keepsTo(
  { child, parent, actsOnDelete }: Reference,
  works: readonly TableWork[],
  placeOf: (kind: string, table: number) => number,
  together: ReadonlySet<number>,
): void {
  const [own, other] = [child, parent].map((table) => works.find((each) => each.table === table))
  if (!own || !other || child === null || parent === null) return
  if (actsOnDelete && (other.hadDeletes || other.ordered))
    expect([...together]).toEqual(expect.arrayContaining([child, parent]))
  const before = (first: number, second: number) => {
    if (first >= 0 && second >= 0) expect(first).toBeLessThan(second)
  }
  const [inOne, inOther] = [together.has(child), together.has(parent)]
  if (inOne && inOther) return
  if (child !== parent) {
    before(placeOf('insert', parent), placeOf('insert', child))
    before(placeOf('delete', child), placeOf('delete', parent))
  }
  if (!own.changed[1]) return
  before(placeOf('insert', parent), placeOf('update', child))
  before(placeOf('update', child), placeOf('delete', parent))
  // What is done one by one may do anything: a child that turns to other parents is done with them.
  if (inOther) expect(inOne || !own.updates).toBe(true)
}
