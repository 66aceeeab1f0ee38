/** A token of an expression of SQLite, as it was written. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'variable' | 'symbol' | 'bad'
  readonly text: string
}

const pattern =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>x?'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\b|0x[0-9a-f]+\b)|(?<variable>\$[\p{L}_][\p{L}\p{N}_]*)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<symbol>->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[-+*/%&|~<>=(),.])|(?<bad>[\s\S])/giuy

/** Cuts an expression into tokens; white space and comments go (SQLite, "SQL As Understood By SQLite", tokens). */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(pattern)) {
    const [kind, found] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? []
    if (kind !== undefined && found !== undefined && isKind(kind)) tokens.push({ kind, text: found })
  }
  return tokens
}

const kinds: ReadonlySet<string> = new Set(['word', 'name', 'text', 'number', 'variable', 'symbol', 'bad'])
const isKind = (kind: string): kind is Token['kind'] => kinds.has(kind)
