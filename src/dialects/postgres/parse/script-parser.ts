import { loadModule, parseSync } from 'libpg-query'
import type { ReadResult, ReadScriptOptions, ScriptFile, ScriptParser } from '../../../core/dialect/dialect.js'
import { createFindingSink, type Report } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import { ident, noOrigin, objectId, qname } from '../../../core/ir/names.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { mapBottomUp } from '../../../core/ir/walk.js'
import { sourceId } from '../../../core/text/source.js'
import { defaultVersion, parseVersion } from '../version.js'
import { byteOffsets, type LowerContext } from './context.js'
import { lowerExpr } from './expressions.js'
import { ScriptReader } from './script/reader.js'
import type { Node } from './tree.js'
import { lowerType, typeRef } from './types.js'

await loadModule()

export const scriptParser: ScriptParser = { readScript, parseExpr, parseType }

/** Reads scripts in the order of their paths, as one script. */
export async function readScript(
  files: readonly ScriptFile[],
  options: ReadScriptOptions,
): Promise<Report<ReadResult>> {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const header = ordered[0] === undefined ? '' : await headOf(ordered[0])
  const dumped = /^-- Dumped from database version (\S+)/m.exec(header)?.[1]
  const version = options.version ?? (dumped === undefined ? defaultVersion : parseVersion(dumped))
  const reader = new ScriptReader({ version, defaultSchema: options.defaultSchema })
  for (const file of ordered) await reader.readFile(file, options.signal)
  return reader.result()
}

const headLength = 4096

async function headOf(file: ScriptFile): Promise<string> {
  for await (const chunk of file.chunks()) return Buffer.from(chunk.subarray(0, headLength)).toString('latin1')
  return ''
}

/** `$x` and `$$$x` are no names to the parser: they are written as columns, and get their meaning back afterwards. */
export function parseExpr(text: string, { holes = false }: { readonly holes?: boolean } = {}): Expr {
  const named = holes
    ? text.replace(
        /\$(\$\$)?([a-z]\w*)/g,
        (_, rest: string | undefined, name: string) => `${rest ? restHole : hole}${name}`,
      )
    : text
  const value = targetOf(`SELECT ${named}`)
  if (!value) throw new SyntaxError(`no expression: ${text}`)
  return mapBottomUp(lowerExpr(value, contextFor(named)), (node) => (holes ? asHole(node) : node))
}

const hole = 'crosswalk_hole_'
const restHole = 'crosswalk_rest_'

function asHole(node: Expr): Expr {
  const name = node.kind === 'column' ? (node.path[0]?.text ?? '') : ''
  if (!name.startsWith(hole) && !name.startsWith(restHole)) return node
  return { kind: 'hole', name: name.slice(hole.length), rest: name.startsWith(restHole), origin: node.origin }
}

/** One type as written in a column definition. Throws a SyntaxError on bad text: such text is ours. */
export function parseType(text: string): TypeRef {
  const value = targetOf(`SELECT NULL::${text}`)
  if (!value || !('TypeCast' in value) || !value.TypeCast.typeName) throw new SyntaxError(`no type: ${text}`)
  return typeRef(lowerType(value.TypeCast.typeName, contextFor(text)))
}

function targetOf(sql: string): Node | undefined {
  const [first] = parse(sql)
  const [target] = first && 'SelectStmt' in first ? (first.SelectStmt.targetList ?? []) : []
  return target && 'ResTarget' in target ? target.ResTarget.val : undefined
}

function parse(sql: string): readonly Node[] {
  try {
    return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? [])
  } catch (error) {
    throw new SyntaxError(`${error instanceof Error ? error.message : String(error)}: ${sql}`)
  }
}

const contextFor = (text: string): LowerContext => ({
  ...{ source: sourceId('text'), text, whole: noOrigin, offsetOf: byteOffsets(text), sink: createFindingSink() },
  object: objectId('text', qname(undefined, text)),
  schemaOf: () => ident('public'),
  userType: () => undefined,
})
