import { parseDataType } from '../../../../grammars/oracle/parser.js'
import type { ReadResult, ReadScriptOptions, ScriptFile, ScriptParser } from '../../../core/dialect/dialect.js'
import { createFindingSink, type Report } from '../../../core/findings/finding.js'
import { ident, objectId, qname } from '../../../core/ir/names.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { sourceId } from '../../../core/text/source.js'
import { defaultVersion } from '../version.js'
import { parseExpression } from './expressions.js'
import { ScriptReader } from './script/reader.js'
import { lowerTypeRef } from './types.js'

export const scriptParser: ScriptParser = { readScript, parseExpr: parseExpression, parseType }

/** Reads scripts in the order of their paths, each file where another one asks for it. */
export async function readScript(
  files: readonly ScriptFile[],
  options: ReadScriptOptions,
): Promise<Report<ReadResult>> {
  const { version = defaultVersion, defaultSchema, signal } = options
  const reader = new ScriptReader({ version, defaultSchema: ident(defaultSchema) })
  await reader.readFiles(files, signal)
  return reader.result()
}

/** One type as written in a column definition. Throws a SyntaxError on bad text: such text is ours. */
export function parseType(text: string): TypeRef {
  const parsed = parseDataType(text)
  if ('problem' in parsed) throw new SyntaxError(`${parsed.problem.problem} at offset ${parsed.problem.start}: ${text}`)
  const sink = createFindingSink()
  const object = objectId('type', qname(undefined, text))
  return lowerTypeRef(parsed.cst, { source: sourceId('type'), base: 0, text, sink, object })
}
