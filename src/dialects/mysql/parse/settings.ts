import type { ServerVersion } from '../../../core/ir/schema.js'
import {
  canonicalCharset,
  canonicalCollation,
  charsetOfCollation,
  defaultCharsetOf,
  defaultCollationOf,
} from '../collations.js'

/** Character set and collation that apply where nothing more is said: of a server, a database or a table. */
export interface TextDefaults {
  readonly charset: string
  readonly collation: string
}

export interface TextChoice {
  readonly charset?: string | undefined
  readonly collation?: string | undefined
}

/** What a server without configuration uses. */
export function serverDefaults(version: ServerVersion): TextDefaults {
  const charset = defaultCharsetOf(version)
  return { charset, collation: canonicalCollation(defaultCollationOf(charset, version)) }
}

/**
 * One step of the inheritance server → database → table → column (manual: "Specifying Character Sets and Collations"): a
 * named set without a collation gets the set's default collation, a collation without a set brings its set.
 */
export function narrow(outer: TextDefaults, choice: TextChoice, version: ServerVersion): TextDefaults {
  const charset = choice.charset === undefined ? undefined : meaningOf(choice.charset, outer.charset)
  const collation = choice.collation === undefined ? undefined : meaningOf(choice.collation, '')
  if (collation !== undefined && collation !== '') {
    const own = charsetOfCollation(collation)
    const set = charset ?? own ?? outer.charset
    return {
      charset: canonicalCharset(set),
      collation: own === undefined ? `${set}_${collation}` : canonicalCollation(collation),
    }
  }
  if (charset === undefined) return outer
  const set = canonicalCharset(charset)
  return { charset: set, collation: canonicalCollation(defaultCollationOf(set, version)) }
}

/** `DEFAULT` as a value means: as outside. */
const meaningOf = (name: string, outer: string): string =>
  name.toLowerCase() === 'default' ? outer : name.toLowerCase()
