import { parseDataType } from '../../../../grammars/mysql/parser.js'
import type { ReadResult, ReadScriptOptions, ScriptFile, ScriptParser } from '../../../core/dialect/dialect.js'
import { createFindingSink, type Report } from '../../../core/findings/finding.js'
import { objectId, qname } from '../../../core/ir/names.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { sourceId } from '../../../core/text/source.js'
import { atLeast, defaultVersion, versionInHeader } from '../version.js'
import { parseExpression } from './expressions.js'
import { roundedColumns } from './script/dump-limits.js'
import { ScriptReader } from './script/reader.js'
import { lowerTypeRef } from './types.js'

export const scriptParser: ScriptParser = { readScript, parseExpr: parseExpression, parseType }

/** Reads scripts in the order of their paths, as one script. */
export async function readScript(
  files: readonly ScriptFile[],
  options: ReadScriptOptions,
): Promise<Report<ReadResult>> {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const header = ordered[0] === undefined ? '' : await headOf(ordered[0])
  const dumped = versionInHeader(header)
  const version = options.version ?? dumped ?? defaultVersion
  const reader = new ScriptReader({
    version,
    defaultSchema: options.defaultSchema,
    // A dump says everything; text by hand relies on what its server adds.
    implicitTimestamps:
      dumped === undefined &&
      options.version !== undefined &&
      !atLeast(version, { mysql: [8, 0, 2], mariadb: [10, 10, 0] }),
  })
  for (const file of ordered) await reader.readFile(file, options.signal)
  const report = reader.result()
  const { catalog, data } = report.value
  return { ...report, findings: [...report.findings, ...roundedColumns(catalog, data)] }
}

const headLength = 4096

async function headOf(file: ScriptFile): Promise<string> {
  for await (const chunk of file.chunks()) return Buffer.from(chunk.subarray(0, headLength)).toString('latin1')
  return ''
}

/** One type as written in a column definition. Throws a SyntaxError on bad text: such text is ours. */
export function parseType(text: string): TypeRef {
  const parsed = parseDataType(text)
  if ('problem' in parsed) throw new SyntaxError(`${parsed.problem.problem} at offset ${parsed.problem.start}: ${text}`)
  const sink = createFindingSink()
  const object = objectId('type', qname(undefined, text))
  return lowerTypeRef(parsed.cst, { source: sourceId('type'), base: 0, text, sink, object, modes: {} })
}
