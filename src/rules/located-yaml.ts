import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

/**
 * Reads a rule file and checks it. A mistake in a rule file is a mistake of its author, so it throws, with file and line.
 */
export function readCheckedYaml<T>(path: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) throw new Error(`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`)
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const line = issue ? lineOf(document, lines, issue.path) : 1
  throw new Error(`${path}:${line}: ${z.prettifyError(parsed.error)}`)
}

/** Line of the node at `path`, or of the nearest one above it. */
function lineOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line
    }
  }
  return 1
}
