/**
 * What the server's own parser of PL/pgSQL gives, as far as it is read (`PLpgSQL_*` of plpgsql.h). Every node is an object with
 * one key, its kind; lines count from the first line of the body.
 */
export type PlNode<K extends string = string, T = Fields> = { readonly [kind in K]?: T }

/** Members of a node; empty ones are left out. */
export interface Fields {
  readonly [name: string]: unknown
}

export interface PlExpr {
  readonly query: string
  /** 0: a statement, 2: an expression, 3 and 4: an assignment with its target. */
  readonly parseMode?: number
}

export interface Datum {
  readonly kind: string
  readonly name: string
  readonly line: number
  readonly type: string
  readonly fields: Fields
}

export interface Tree {
  readonly datums: readonly Datum[]
  /** Other names of variables, by their place in `datums`. */
  readonly aliases: readonly { readonly name: string; readonly of: number }[]
  readonly action: Fields
}

/** Kind and members of a node. */
export function opened(node: unknown): { readonly kind: string; readonly fields: Fields } {
  const [entry] = Object.entries((node ?? {}) as Fields)
  return { kind: entry?.[0].replace(/^PLpgSQL_(stmt_)?/, '') ?? '', fields: (entry?.[1] ?? {}) as Fields }
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

export function exprOf(value: unknown): PlExpr | undefined {
  const { kind, fields } = opened(value)
  return kind === 'expr' ? { query: textOf(fields['query']), parseMode: numberOf(fields['parseMode']) } : undefined
}

export function datumOf(node: unknown): Datum {
  const { kind, fields } = opened(node)
  const type = textOf(opened(fields['datatype']).fields['typname'])
  return { kind, fields, type, name: textOf(fields['refname']), line: numberOf(fields['lineno']) }
}
