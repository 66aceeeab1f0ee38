import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Document, isScalar, isSeq, parse, visit } from 'yaml'
import { z } from 'zod'

/** Text of a value, as the engine prints it; bytes as `\x00ff`, bits as `0101`. */
const cell = z.string().nullable()
export type Cell = z.infer<typeof cell>

const rowSet = z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(cell)) })
export type RowSet = z.infer<typeof rowSet>

/** What one step gave. A step that failed gave nothing else: whoever called takes back what it did. */
const outcome = z.strictObject({
  error: z.strictObject({ number: z.number(), state: z.string(), message: z.string() }).optional(),
  value: cell.optional(),
  out: z.record(z.string(), cell).optional(),
  sets: z.array(rowSet).optional(),
  tables: z.record(z.string(), rowSet).optional(),
  variables: z.record(z.string(), cell).optional(),
})
export type Outcome = z.infer<typeof outcome>

const recording = z.strictObject({
  /** What the script left in its tables, generated columns apart. */
  before: z.record(z.string(), rowSet.extend({ next: z.string().optional() })),
  steps: z.array(outcome),
})
export type Recording = z.infer<typeof recording>

export const expectedFile = (folder: string): string => join(folder, 'expected.yaml')

export const readRecording = (folder: string): Recording =>
  recording.parse(parse(readFileSync(expectedFile(folder), 'utf8')))

/** Rows and lists of columns stay on one line each. */
export function recordingText(recorded: Recording): string {
  const document = new Document(recorded)
  visit(document, {
    Seq(_, list) {
      if (list.items.every((item) => isScalar(item))) list.flow = true
    },
    Pair: (_, pair) => (isScalar(pair.key) && pair.key.value === 'columns' ? plainNames(pair.value) : undefined),
  })
  return document.toString({ lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })
}

function plainNames(list: unknown): undefined {
  if (isSeq(list)) for (const item of list.items) if (isScalar(item)) item.type = 'PLAIN'
}
