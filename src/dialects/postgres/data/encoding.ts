import type { Cell } from '../../../core/data/cell.js'
import { form } from '../../../core/data/cell.js'
import { tupleMark } from '../../../core/data/changes.js'
import type { RejectCode, ValuePolicies } from '../../../core/data/reject.js'
import type { CellWriter } from '../../../core/data/stream.js'
import type { ValueBuffer } from '../../../core/data/value-buffer.js'
import type { ValueType } from './value-type.js'

/** A column of the target as its catalogue has it; a domain is shown as its base type. */
export interface TargetColumn {
  /** Place among the loaded columns. */
  readonly index: number
  readonly name: string
  /** Name in pg_type: `int4`, `varchar`, `_text`. */
  readonly type: string
  /** `b` base, `e` enum, `c` composite, `r` range. */
  readonly typeKind: string
  readonly typmod: number
  readonly notNull: boolean
  readonly labels: readonly string[]
  /** The type with its modifiers, as a cast takes it. */
  readonly declared: string
  /** Of an array's element; 0 for other types. */
  readonly elementOid: number
  readonly elementLabels: readonly string[]
  /** Absent: values of the same engine are not taken as they are. */
  readonly valueType?: ValueType
}

/** What the encoders of one table share. */
export interface Encoding {
  readonly out: ValueBuffer
  readonly policies: ValuePolicies
  /** Notes that a policy changed a value of the row under way. */
  changed(column: number, code: RejectCode, became: 'null' | '-infinity' | 'stripped'): void
}

/** Most bytes an encoder writes without asking for room: length and value. */
export const fixedReserve = 128

export function writeNull(column: TargetColumn, encoding: Encoding): void {
  const { out } = encoding
  if (column.notNull) out.refuse('XW-D0114', column.index)
  out.view.setInt32(out.at, -1)
  out.at += 4
}

/** Refuses the value, or writes NULL when the policy says so and the column takes it. */
export function refuseOrNull(column: TargetColumn, encoding: Encoding, code: RejectCode): void {
  if (policyMakesNull(encoding.policies, code) && !column.notNull) {
    encoding.changed(column.index, code, 'null')
    writeNull(column, encoding)
  } else encoding.out.refuse(code, column.index)
}

function policyMakesNull(policies: ValuePolicies, code: RejectCode): boolean {
  if (code === 'XW-D0101') return policies.zeroDates === 'null'
  return code === 'XW-D0105' && policies.enumErrors === 'null'
}

/** The length of a value that is not sent: an image of a change log has such, a row of a load never. */
const notSent = tupleMark.absent

/** Handles NULL, bad values and those that are not sent; true when there was nothing else to write. */
export function absent(cell: Cell, column: TargetColumn, encoding: Encoding): boolean {
  if (cell.form === form.null) {
    writeNull(column, encoding)
    return true
  }
  if (cell.form === form.bad) {
    refuseOrNull(column, encoding, cell.reason)
    return true
  }
  if (cell.form === form.absent) {
    encoding.out.view.setInt32(encoding.out.at, notSent)
    encoding.out.at += 4
    return true
  }
  return false
}

/** Adds how the writer does usual values, as text by form (see core/data/inline.ts). */
export function inlined(
  writer: CellWriter,
  column: TargetColumn,
  { out }: Encoding,
  texts: Readonly<Record<number, string>>,
  uses: Readonly<Record<string, unknown>> = {},
): CellWriter {
  const marks: Readonly<Record<number, string | undefined>> = {
    [form.null]: column.notNull ? undefined : markText(tupleMark.null),
    [form.absent]: markText(notSent),
  }
  return Object.assign(writer, { inline: { out, uses, text: (as: number) => texts[as] ?? marks[as] } })
}

const markText = (mark: number): string => `dst.setInt32(to, ${mark}); to += 4`
