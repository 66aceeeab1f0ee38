import type { EmittedStatement } from '../core/dialect/dialect.js'
import { dotted } from '../core/ir/names.js'

/** The text of a statement's file: one line that says what it is, then the statement. */
export const sqlFile = (statement: EmittedStatement): string => `${headLine(statement)}${statement.sql}`

/** The statement in a file's text, as it was when `sqlFile` wrote it or as a person has changed it since. */
export const sqlOfFile = (text: string, statement: Pick<EmittedStatement, 'kind' | 'name'>): string => {
  const head = headLine(statement)
  return text.startsWith(head) ? text.slice(head.length) : text
}

const headLine = ({ kind, name }: Pick<EmittedStatement, 'kind' | 'name'>): string =>
  `-- ${oneLine(`${kind} ${dotted(name)}`)}\n`

/**
 * Text that stays inside a line comment whatever it holds: what ends a line for any reader of the file, and what turns the
 * direction of writing around, is shown as its code point.
 */
export const oneLine = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`,
  )
