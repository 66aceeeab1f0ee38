export interface TableName {
  readonly schema: string
  readonly table: string
}

/** What a statement in the log means for a reader of rows. */
export type LoggedStatement =
  | { readonly kind: 'begin' | 'commit' | 'rollback' | 'rollback-to' | 'savepoint' }
  | { readonly kind: 'xa'; readonly verb: string }
  | { readonly kind: 'truncate'; readonly name: TableName }
  /**
   * `names` are those of tables; `schemas` are dropped with all that is in them. `creates`: the first name is new. `alters`:
   * the schema whose defaults change.
   */
  | {
      readonly kind: 'definition'
      readonly names: readonly TableName[]
      readonly schemas: readonly string[]
      readonly creates?: boolean
      readonly alters?: string
    }
  /** Changes rows, by its text. */
  | { readonly kind: 'rows' }
  /** Users, rights, settings, temporary tables, maintenance. */
  | { readonly kind: 'other' }

const byFirstWord: Readonly<Record<string, LoggedStatement['kind']>> = {
  ...{ BEGIN: 'begin', START: 'begin', COMMIT: 'commit', SAVEPOINT: 'savepoint', RELEASE: 'savepoint' },
  ...{ INSERT: 'rows', REPLACE: 'rows', UPDATE: 'rows', DELETE: 'rows', LOAD: 'rows', WITH: 'rows', CALL: 'rows' },
  ...{ DO: 'rows', IMPORT: 'rows' },
  ...{ GRANT: 'other', REVOKE: 'other', SET: 'other', FLUSH: 'other', ANALYZE: 'other', OPTIMIZE: 'other' },
  ...{ REPAIR: 'other', CHECK: 'other', INSTALL: 'other', UNINSTALL: 'other', USE: 'other', CHANGE: 'other' },
}

/** Kinds of objects that hold no rows and stand outside of schemas, or are another object's rights. */
const withoutRows = /^(USER|ROLE|SERVER|TABLESPACE|LOGFILE|RESOURCE|INSTANCE|UNDO|LIBRARY)$/

/** `schema` is that of names without one. Looks at no more of the text than it must: a statement may be long. */
export function readStatement(sql: string, schema: string): LoggedStatement {
  const words = new Words(sql)
  const first = words.next()
  const kind = byFirstWord[first]
  if (kind === 'begin' || kind === 'commit' || kind === 'savepoint' || kind === 'rows' || kind === 'other')
    return { kind }
  switch (first) {
    case '':
      return { kind: 'other' }
    case 'ROLLBACK':
      return { kind: words.all().includes('TO') ? 'rollback-to' : 'rollback' }
    case 'XA':
      return { kind: 'xa', verb: words.next() }
    case 'SELECT':
      // A function that changes rows is logged so; SETVAL and NEXTVAL of a sequence too, and they change none of ours.
      return { kind: /\b(setval|nextval)\b|NEXT\s+VALUE\s+FOR/i.test(sql) ? 'other' : 'rows' }
    case 'TRUNCATE':
      words.skip('TABLE')
      return { kind: 'truncate', name: words.name(schema) }
    default:
      return readDefinition(words, schema, first)
  }
}

function readDefinition(words: Words, schema: string, verb: string): LoggedStatement {
  for (let word = words.next(); word !== ''; word = words.next()) {
    if (word === 'TEMPORARY' || withoutRows.test(word)) return { kind: 'other' }
    if (word === 'TABLE' || word === 'TABLES') return tableDefinition(words, schema, verb === 'CREATE')
    if (word === 'DATABASE' || word === 'SCHEMA') {
      words.skip('IF', 'NOT', 'EXISTS')
      // ALTER DATABASE may leave the name out: the selected one is meant.
      const name = /^(CHARACTER|CHARSET|COLLATE|DEFAULT|COMMENT|)$/.test(words.peek()) ? schema : words.identifier()
      return verb === 'DROP'
        ? { kind: 'definition', names: [], schemas: [name] }
        : { kind: 'definition', names: [], schemas: [], alters: name }
    }
    if (word === 'INDEX') {
      words.until('ON')
      return { kind: 'definition', names: [words.name(schema)], schemas: [] }
    }
    if (/^(VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT|SEQUENCE|PACKAGE)$/.test(word)) break
  }
  return { kind: 'definition', names: [], schemas: [] }
}

/** The list behind TABLE, and what a table is renamed to or exchanged with. */
function tableDefinition(words: Words, schema: string, creates: boolean): LoggedStatement {
  words.skip('IF', 'NOT', 'EXISTS')
  const names = [words.name(schema)]
  let before = ''
  for (let word = words.next(); word !== ''; word = words.next()) {
    const isName =
      (word === ',' && (before === '' || before === 'name')) ||
      (word === 'TO' && (before === 'name' || before === '' || before === 'RENAME')) ||
      (word === 'TABLE' && before === 'WITH')
    if (isName) names.push(words.name(schema))
    // RENAME x, RENAME AS x and RENAME = x; but not RENAME COLUMN, INDEX, KEY.
    else if (word === 'RENAME' && !/^(COLUMN|INDEX|KEY|TO)$/.test(words.peek())) {
      words.skip('AS', '=')
      names.push(words.name(schema))
    }
    before = isName ? 'name' : word === 'NOWAIT' || word === 'WAIT' ? '' : word
  }
  return { kind: 'definition', names, schemas: [], creates }
}

/** Blanks and comments; version comments are code, so only their marks are passed over. */
const gap = String.raw`(?:\s+|--(?=\s)[^\n]*|#[^\n]*|/\*M?!\d*|\*/|/\*(?!M?!)(?:[^*]|\*(?!/))*\*/)*`
const piece = String.raw`\x60(?:[^\x60]|\x60\x60)*\x60|"(?:[^"\\]|""|\\.)*"|'(?:[^'\\]|''|\\.)*'|[\w$\u0080-\uffff]+|[^\s]|$`

/** Words and marks of a statement, one after the other. */
class Words {
  readonly #text: string
  readonly #pattern = new RegExp(`${gap}(${piece})`, 'suy')

  constructor(text: string) {
    this.#text = text
  }

  #raw(): string {
    return this.#pattern.exec(this.#text)?.[1] ?? ''
  }

  /** In upper case; a quoted one as it stands. Empty at the end. */
  next(): string {
    const raw = this.#raw()
    return /^[`"']/.test(raw) ? raw : raw.toUpperCase()
  }

  peek(): string {
    const at = this.#pattern.lastIndex
    const word = this.next()
    this.#pattern.lastIndex = at
    return word
  }

  skip(...words: readonly string[]): void {
    while (words.includes(this.peek())) this.next()
  }

  until(word: string): void {
    for (let found = this.next(); found !== '' && found !== word; ) found = this.next()
  }

  all(): string[] {
    const words: string[] = []
    for (let word = this.next(); word !== ''; word = this.next()) words.push(word)
    return words
  }

  identifier(): string {
    const raw = this.#raw()
    const quote = raw[0]
    if (quote !== '`' && quote !== '"') return raw
    return raw.slice(1, -1).replaceAll(quote + quote, quote)
  }

  /** A name with or without its schema. */
  name(schema: string): TableName {
    const first = this.identifier()
    if (this.peek() !== '.') return { schema, table: first }
    this.next()
    return { schema: first, table: this.identifier() }
  }
}
