import { beforeEach, describe, expect, it } from 'vitest'
import { createCell, form } from '../../../src/core/data/cell.js'
import type { Change, ChangeSink, RefusedChange, Tuple, TupleWriter } from '../../../src/core/data/changes.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import type { ColumnMapping, TableMapping } from '../../../src/core/mapping/mapping.js'
import { RowFilters } from '../../../src/replicate/row-filters.js'

const column = (name: string): ColumnMapping => {
  const type = { kind: 'integer', bits: 32, signed: true } as const
  const side = { name, type, native: 'int', nullable: true, generated: false }
  return { source: side, target: side }
}
const table: TableMapping = {
  ...{ source: { schema: 's', table: 't' }, target: { schema: 's', table: 't' }, key: ['id'] },
  columns: [column('id'), column('n')],
  filter: { rule: '1', columns: [{ name: 'n', compare: 'number', tests: [{ op: 'gte', value: '5' }] }] },
}

/** Takes any image but one whose id is 13. */
class PlainWriter implements TupleWriter {
  readonly changed = []
  readonly refusal = null
  #id = 0
  readonly columns = [(cell: { int: number }) => void (this.#id = cell.int), () => undefined]
  begin(): void {
    this.#id = 0
  }
  end(): Tuple | null {
    return this.#id === 13 ? null : Buffer.from(String(this.#id))
  }
}

let sent: (Change | RefusedChange)[]
let filters: RowFilters
let sink: ChangeSink
beforeEach(() => {
  sent = []
  filters = new RowFilters([table], [new PlainWriter()])
  sink = filters.in({
    ...{
      begin: () => undefined,
      commit: () => undefined,
      passed: () => undefined,
      abandon: () => undefined,
      full: false,
    },
    ...{ definition: () => undefined, drained: async () => undefined },
    change: (change) => void sent.push(change),
    refused: (change) => void sent.push(change),
  })
})

/** The image of a row; `absent`: the log does not hold n, `bad`: it holds no number. */
function image(id: number, n: number | null | 'absent' | 'bad'): Tuple {
  const writer = filters.writers[0]
  const cell = createCell()
  writer?.begin()
  Object.assign(cell, { form: form.int, int: id })
  writer?.columns[0]?.(cell)
  Object.assign(cell, typeof n === 'number' ? { form: form.int, int: n } : { form: n === null ? form.null : form[n] })
  writer?.columns[1]?.(cell)
  return writer?.end() ?? Buffer.from('refused')
}
const insert = (n: number | null | 'absent' | 'bad') => sink.change({ kind: 'insert', table: 0, after: image(1, n) })
const update = (was: number | null | 'absent', is: number | null | 'absent') =>
  sink.change({ kind: 'update', table: 0, before: image(1, was), after: image(2, is) })
const refused = (kind: RefusedChange['kind']): void =>
  sink.refused({ kind, table: 0, code: 'XW-D0101', column: 'n', row: { key: {}, bytes: null } })
const told = () => sent.map(({ kind }) => kind)

describe('changes of filtered rows', () => {
  it("pass, come, go or are nobody's, by what the row was and is", () => {
    insert(5)
    insert(4)
    insert(null)
    update(5, 6)
    update(4, 5)
    update(5, 4)
    update(4, null)
    sink.change({ kind: 'delete', table: 0, before: image(1, 5) })
    sink.change({ kind: 'delete', table: 0, before: image(1, 4) })
    sink.change({ kind: 'truncate', table: 0 })
    expect(told()).toEqual(['insert', 'update', 'insert', 'delete', 'delete', 'truncate'])
    expect(sent[2]).toMatchObject({ after: Buffer.from('2') })
    expect(sent[3]).toMatchObject({ before: Buffer.from('1') })
  })

  it('keep the value that the second image does not hold', () => {
    update(5, 'absent')
    update(4, 'absent')
    expect(told()).toEqual(['update'])
  })

  it.each(['absent', 'bad'] as const)('stop where nobody can tell (%s): XW-S0717', (n) => {
    let thrown: unknown
    try {
      insert(n)
    } catch (error) {
      thrown = error
    }
    expect(thrown instanceof OperationError && thrown.code).toBe('XW-S0717')
    expect(() => update('absent', 5)).toThrow()
    expect(told()).toEqual([])
  })

  it('that are refused are passed over only when they are surely outside', () => {
    image(13, 4)
    refused('insert')
    image(13, 5)
    refused('insert')
    image(1, 4)
    image(13, 5)
    refused('update')
    image(1, 4)
    image(13, 4)
    refused('update')
    expect(told()).toEqual(['insert', 'update'])
  })

  it('cost nothing where there is no filter: writers and sink stay what they are', () => {
    const { filter: _none, ...plain } = table
    const writer = new PlainWriter()
    const none = new RowFilters([plain], [writer])
    expect(none.writers[0]).toBe(writer)
    expect(none.in(sink)).toBe(sink)
  })
})
