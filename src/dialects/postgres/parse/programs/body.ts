import { parsePlPgSQLSync } from 'libpg-query'
import { type CreateFunctionStmt, type Node, stringOf } from '../tree.js'
import { datumOf, type Fields, listOf, numberOf, opened, type Tree, textOf } from './tree.js'

/** The text of a body and where it begins in the statement that makes the program (UTF-16). */
export interface Body {
  readonly language: string
  readonly text: string
  readonly start: number
}

const optionOf = ({ options = [] }: CreateFunctionStmt, wanted: string): Node | undefined => {
  for (const each of options) if ('DefElem' in each && each.DefElem.defname === wanted) return each.DefElem.arg
  return undefined
}

/** A word or a list of one text. */
function textOfOption(node: Node | undefined): string {
  if (node && 'List' in node) return stringOf(node.List.items?.[0])
  return stringOf(node)
}

export const hasOption = (statement: CreateFunctionStmt, name: string): boolean =>
  optionOf(statement, name) !== undefined

export const volatilityOf = (statement: CreateFunctionStmt): string => textOfOption(optionOf(statement, 'volatility'))

export function isDefiner(statement: CreateFunctionStmt): boolean {
  const node = optionOf(statement, 'security')
  return node !== undefined && 'Boolean' in node && node.Boolean.boolval === true
}

/** Undefined: the program has no body as text (`BEGIN ATOMIC`, a library in C). */
export function bodyOf(statement: CreateFunctionStmt, text: string): Body | undefined {
  const body = textOfOption(optionOf(statement, 'as'))
  const language = textOfOption(optionOf(statement, 'language')).toLowerCase()
  if (body === '') return undefined
  const found = text.indexOf(body)
  // Between quotes a quote is written twice: places are those of the whole then.
  return { language, text: body, start: found < 0 ? text.indexOf(body.slice(0, 20)) : found }
}

/**
 * The tree of a body. A row of a table is read as a record: the parser does not know the tables; `rows` says which it was.
 * `start`: where the body begins in the text. A text says what the parser has against it.
 */
export function parseBody(
  text: string,
  start: number,
): (Tree & { readonly rows: ReadonlyMap<string, string> }) | string {
  const rows = new Map<string, string>()
  // Nor the types of columns; those of parameters are read from the statement itself.
  const head = text.slice(0, start).replace(/((?:"[^"]+"|\w+)\s*\.\s*)+(?:"[^"]+"|\w+)\s*%\s*type\b/gi, 'text')
  const known = (head + text.slice(start)).replace(
    /\b([a-z_]\w*)(\s+(?:constant\s+)?)((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)\s*%\s*rowtype/gi,
    (_, name: string, between: string, table: string) => {
      rows.set(name.toLowerCase(), table)
      return `${name}${between}record`
    },
  )
  try {
    const parsed = parsePlPgSQLSync(known) as unknown as { readonly plpgsql_funcs?: readonly unknown[] }
    const { fields } = opened(parsed.plpgsql_funcs?.[0])
    if (nestsDeeper(fields['action'], deepest)) return `statements that nest more than ${deepest} deep`
    const aliases = listOf(fields['aliases']).map((each) => {
      const { name, varno } = opened(each).fields
      return { name: textOf(name), of: numberOf(varno) }
    })
    const datums = listOf(fields['datums']).map(datumOf)
    return { datums, aliases, action: (fields['action'] ?? {}) as Fields, rows }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Lowering and conversion call themselves for each statement in another one. */
const deepest = 150

/** Whether statements stand in each other deeper than that; looked at without a call for each level. */
function nestsDeeper(action: unknown, most: number): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: action, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    if (depth > most) return true
    if (typeof value !== 'object' || value === null) continue
    for (const [key, each] of Object.entries(value))
      open.push({ value: each, depth: key.startsWith('PLpgSQL_stmt_') ? depth + 1 : depth })
  }
  return false
}
