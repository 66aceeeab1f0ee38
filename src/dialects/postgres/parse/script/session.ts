import { type Ident, ident } from '../../../../core/ir/names.js'
import { type Node, stringsOf, type VariableSetStmt } from '../tree.js'

/** Settings of a script that decide what its names and texts mean. */
export class ScriptSession {
  #path: readonly string[]
  readonly #first: readonly string[]
  encoding = 'utf8'
  /** A backslash in plain quotes means more than itself; the cutter of the script does not know. */
  oldStrings = false

  /** As SET wrote it. */
  timeZone: string | undefined

  constructor(schema: string) {
    this.#first = [schema]
    this.#path = this.#first
  }

  /** Where names without a schema are made and, as far as a script tells, found. */
  get schema(): Ident {
    return ident(this.#path[0] ?? 'public')
  }

  get path(): string {
    return this.#path.map((schema) => `"${schema.replaceAll('"', '""')}"`).join(', ')
  }

  /** Whether the bytes of the script are those of its text in UTF-8. */
  get isUtf8(): boolean {
    return ['utf8', 'unicode', 'sqlascii'].includes(this.encoding)
  }

  set({ kind, name, args = [] }: VariableSetStmt): void {
    const values = args.flatMap(settingOf)
    if (name === 'search_path') this.searchPath(kind === 'VAR_SET_VALUE' ? values : this.#first)
    if (name === 'client_encoding') this.encoding = (values[0] ?? 'utf8').toLowerCase().replace(/[^a-z0-9]/g, '')
    if (name === 'timezone') this.timeZone = values[0]
    if (name === 'standard_conforming_strings') this.oldStrings = values[0] === 'off'
  }

  searchPath(schemas: readonly string[]): void {
    const found = schemas.filter((schema) => schema !== '' && schema !== '$user' && schema !== 'pg_catalog')
    this.#path = found.length > 0 ? found : this.#first
  }
}

function settingOf(node: Node): readonly string[] {
  if ('A_Const' in node) return [node.A_Const.sval?.sval ?? String(node.A_Const.ival?.ival ?? '')]
  if ('ColumnRef' in node) return stringsOf(node.ColumnRef.fields)
  return []
}
