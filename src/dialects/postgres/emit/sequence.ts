import type { Sequence, SequenceOptions } from '../../../core/ir/schema.js'
import { type Doc, group, hardline, indent, join, line } from '../../../core/layout/doc.js'
import { nameText, type Printing, standsFor, textConstant } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'

export function sequenceDraft(printing: Printing, sequence: Sequence): Draft {
  const name = nameText(sequence.name)
  const options = sequenceOptions(sequence.sequence)
  const head = group(`CREATE SEQUENCE ${name}`, indent(line, join(line, ['AS bigint', ...options])), ';')
  return draft(printing, {
    kind: 'sequence',
    name: sequence.name,
    object: sequence.id,
    sources: sequence.sources ?? [],
    phase: 'pre-data',
    doc: standsFor(printing, sequence.sources, [head, commentDoc(`SEQUENCE ${name}`, sequence.comment)]),
    undo: `DROP SEQUENCE ${name};`,
  })
}

/** Only what was said; the server's own defaults stay unwritten. */
export function sequenceOptions(options: SequenceOptions): readonly string[] {
  const words: string[] = []
  if (options.increment !== undefined) words.push(`INCREMENT BY ${options.increment}`)
  if (options.min !== undefined) words.push(`MINVALUE ${options.min}`)
  if (options.max !== undefined) words.push(`MAXVALUE ${options.max}`)
  const start = options.start ?? options.next
  if (start !== undefined) words.push(`START WITH ${start}`)
  if (options.cache !== undefined && options.cache > 1n) words.push(`CACHE ${options.cache}`)
  if (options.cycle) words.push('CYCLE')
  return words
}

/** Sets a free sequence to the value that its source would have given next. */
export function sequenceValueDraft(printing: Printing, sequence: Sequence): Draft | undefined {
  const { next } = sequence.sequence
  if (next === undefined) return undefined
  const name = textConstant(nameText(sequence.name))
  return draft(printing, {
    kind: 'identity',
    name: sequence.name,
    object: sequence.id,
    sources: [],
    phase: 'post-cutover',
    minimal: false,
    doc: `SELECT pg_catalog.setval(${name}::pg_catalog.regclass, ${next}, false);`,
    undo: '',
  })
}

/**
 * Puts the sequence of an identity column one past the highest value there is, or where the source would have gone on if
 * that is further. At the end of the type's range the sequence is left used up, as it is at the source.
 */
export function identityValueDoc(table: string, column: string, columnName: string, next: bigint | undefined): Doc {
  const sequence = `pg_catalog.pg_get_serial_sequence(${textConstant(table)}, ${textConstant(columnName)})`
  const highest = `COALESCE(pg_catalog.max(${column})::numeric, 0) + 1`
  return join(hardline, [
    'SELECT pg_catalog.setval(s.name::pg_catalog.regclass, LEAST(s.value, q.seqmax)::bigint, s.value > q.seqmax)',
    [
      'FROM (',
      indent(
        hardline,
        `SELECT ${sequence} AS name, GREATEST(${highest}, ${next ?? 1n}) AS value`,
        hardline,
        `FROM ${table}`,
      ),
      hardline,
      ') AS s',
    ],
    'JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = s.name::pg_catalog.regclass;',
  ])
}
