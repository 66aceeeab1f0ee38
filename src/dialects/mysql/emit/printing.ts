import type { Ident, QName } from '../../../core/ir/names.js'
import type { ServerVersion } from '../../../core/ir/schema.js'
import { names } from '../names.js'

/** What all statements of one catalogue share. */
export interface Printing {
  readonly version: ServerVersion
  /** Collation of tables, and of every column that names no other. */
  readonly collation: string
  /** What is printed comes from this engine: options are its own, and texts stand in its words. */
  readonly own: boolean
  /** A question mark stands for each variable of a program: the text is prepared, outside of it. */
  readonly placeholders?: true
}

/** Ends the printing of one statement. It never leaves the emitter: there it becomes a finding. */
export class Unprintable extends Error {
  readonly construct: string

  constructor(construct: string) {
    super(construct)
    this.construct = construct
  }
}

export const noForm = (construct: string): Unprintable => new Unprintable(construct)

export const identText = (name: Ident): string => names.quote(name.text)

export const nameText = (name: QName): string =>
  name.schema === undefined ? identText(name.name) : `${identText(name.schema)}.${identText(name.name)}`

/** A backslash is written twice: it means more than itself unless sql_mode says otherwise (manual, "String Literals"). */
export const textConstant = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '\\0')}'`

export const isMariadb = ({ version }: Printing): boolean => version.flavour === 'mariadb'
