import type { TableMapping } from '../core/mapping/mapping.js'
import type { Expression, Header, Metadata, Parameter } from './expression.js'
import { ours } from './functions.js'
import { unfit } from './outcome.js'
import { type Derived, type Program, programOf, type Slot, type Step } from './program.js'
import { type Entered, inexact, type SqlValue } from './sql-value.js'
import { type Calculation, prepare } from './sqlite.js'

/** What is known of a row beside its values. */
export interface RowFacts {
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE'
  /** ms since 1970: of the change's transaction, of a load when it began. */
  readonly at: number
  /** Of the transaction in the source's log; empty for rows that were loaded. */
  readonly position: string
  /** A number that grows with each change: 35 digits; empty for rows that were loaded. */
  readonly sequence: string
}

interface Ready {
  readonly step: Step
  readonly calls: readonly { readonly name: keyof typeof ours; readonly calculation: Calculation }[]
  readonly calculation?: Calculation
}

/** Computes the derived columns of a table, row by row. SQLite works in memory and sees no table. */
export class Deriver {
  readonly #program: Program
  readonly #ready: readonly Ready[]
  readonly #metadata: Readonly<Record<Metadata, string>>

  constructor(table: TableMapping) {
    this.#program = programOf(table)
    this.#metadata = { AR_M_SOURCE_SCHEMA: table.source.schema, AR_M_SOURCE_TABLE_NAME: table.source.table }
    this.#ready = this.#program.steps.map(ready)
  }

  /** Which values of a row are wanted. */
  get slots(): readonly Slot[] {
    return this.#program.slots
  }

  /** Whether the values of a derived column follow from the rows of the source alone. */
  isRepeatable(at: number): boolean {
    const step = this.#program.steps[at]
    return step?.kind === 'value' || (step?.kind === 'expression' && !step.expression.volatile)
  }

  /** Per derived column; a value from before an update is NULL here. `values`: one per slot. */
  derive(values: readonly (Entered | undefined)[], facts: RowFacts): readonly Derived[] {
    return this.#ready.map((each, at): Derived => {
      const value = this.#value(each, values, facts)
      if (value === null || value === undefined) return null
      if (value === inexact) return { refused: 'XW-D0122' }
      if (value === unfit) return { refused: 'XW-D0121' }
      const outcome = this.#program.outcomes[at]?.(value) ?? null
      return outcome === unfit ? { refused: 'XW-D0121' } : outcome
    })
  }

  #value({ step, calls, calculation }: Ready, values: readonly (Entered | undefined)[], facts: RowFacts) {
    switch (step.kind) {
      case 'before':
        return null
      case 'value': {
        const value = values[step.slot] ?? null
        return step.change && typeof value === 'string' ? step.change(value) : value
      }
      case 'expression': {
        const given = step.expression.parameters.map((each, at) => this.#parameter(each, step.slots[at], values, facts))
        return given.every(isExact) ? evaluated([...given], calls, calculation) : inexact
      }
    }
  }

  #parameter(
    parameter: Parameter,
    slot: number | null | undefined,
    values: readonly (Entered | undefined)[],
    facts: RowFacts,
  ): Entered {
    switch (parameter.kind) {
      case 'column':
        return values[slot ?? -1] ?? null
      case 'metadata':
        return this.#metadata[parameter.metadata]
      case 'header':
        return headerOf[parameter.header](facts)
    }
  }
}

const isExact = (value: Entered): value is SqlValue => value !== inexact

const headerOf: Readonly<Record<Header, (facts: RowFacts) => string>> = {
  AR_H_STREAM_POSITION: ({ position }) => position,
  AR_H_TIMESTAMP: ({ at }) => utc(at),
  AR_H_COMMIT_TIMESTAMP: ({ at }) => utc(at),
  AR_H_OPERATION: ({ operation }) => operation,
  AR_H_CHANGE_SEQ: ({ sequence }) => sequence,
}

const utc = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '')

function ready(step: Step): Ready {
  if (step.kind !== 'expression') return { step, calls: [] }
  const { calls, calculation } = prepared(step.expression)
  return { step, calls, calculation }
}

/** @throws when SQLite does not understand it */
export const prepared = ({ calls, sql }: Expression) => ({
  calls: calls.map(({ name, args }) => ({ name, calculation: prepare(args, ours[name].takes) })),
  calculation: prepare(`(${sql})`, 1),
})

/** `unfit`: SQLite has refused to compute it. */
function evaluated(
  given: SqlValue[],
  calls: Ready['calls'],
  calculation: Calculation | undefined,
): SqlValue | typeof unfit {
  try {
    for (const call of calls) given.push(ours[call.name].of(call.calculation.run(given)))
    return calculation?.run(given)[0] ?? null
  } catch {
    return unfit
  }
}
