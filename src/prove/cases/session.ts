import type { LogicalType } from '../../core/ir/types.js'
import type { ProofStep } from '../../core/prove/runner.js'
import type { Subject } from '../code/questions.js'
import type { TableSample } from './generate.js'
import type { SubjectGraph } from './subjects.js'
import { around, heldBy } from './values.js'

/** A variable of the session that code reads, with the values worth trying. */
export interface SessionVariable {
  readonly name: string
  /** What it has in every case: something that the rows it meets hold. */
  readonly base: ProofStep | undefined
  readonly others: readonly ProofStep[]
}

const number: LogicalType = { kind: 'integer', bits: 64, signed: true }

/** Variables that the programs speak of. Their callers set them; a case has to stand in for the callers. */
export function sessionVariables(
  graphs: readonly SubjectGraph[],
  samples: readonly TableSample[],
): readonly SessionVariable[] {
  const names = new Set(
    graphs.flatMap(({ questions }) =>
      [...questions.links.flat(), ...questions.questions.map(({ subject }) => subject)].flatMap(({ kind, name }) =>
        kind === 'variable' && name.startsWith('@') ? [name] : [],
      ),
    ),
  )
  return [...names].map((name) => variableOf(name, graphs, samples))
}

function variableOf(name: string, graphs: readonly SubjectGraph[], samples: readonly TableSample[]): SessionVariable {
  const subject: Subject = { kind: 'variable', name }
  const found = graphs.flatMap((graph) => {
    const interest = graph.interest(subject)
    return interest.columns.flatMap((column) =>
      samples.flatMap((sample) => {
        if (!graph.isOf(column, sample.table.source.table.toLowerCase())) return []
        const source = sample.table.columns.find((one) => one.source.name.toLowerCase() === column.name)?.source
        return source ? [{ type: source.type, texts: sample.rows.flatMap((row) => row[source.name] ?? []) }] : []
      }),
    )
  })
  const literals = graphs.flatMap((graph) => graph.interest(subject).direct)
  const type = found[0]?.type ?? (literals.some(({ value }) => value.of === 'text') ? undefined : number)
  const held: LogicalType = type ?? { kind: 'text', unit: 'char', padded: false }
  const set = (text: string | null): ProofStep => ({
    kind: 'variable',
    name: name.slice(1),
    value: { type: held, text },
  })
  const values = literals.flatMap(({ value, how }) => around(held, value, how))
  const rows = found.flatMap(({ texts }) => texts.flatMap((text) => heldBy(held, text) ?? []))
  const [base, ...rest] = [...new Set([...rows.slice(0, 1), ...values, ...rows.slice(1, 4)])]
  return { name, base: base === undefined ? undefined : set(base), others: [...rest.map(set), set(null)] }
}
