import type { LexOptions } from '../../../../grammars/mysql/lexer.js'
import type { ServerVersion } from '../../../core/ir/schema.js'
import { defaultVersion } from '../version.js'

const versionNumber = (version: ServerVersion): number => version.major * 10_000 + version.minor * 100 + version.patch

/**
 * Which versioned comments a server runs. MariaDB skips those for MySQL from 5.7 on (its manual, "Comment Syntax"), MySQL all
 * that are marked with `M`. Empty for a server that nobody has named: its versioned comments are code.
 */
export function runsOn(version: ServerVersion): Pick<LexOptions, 'executes'> {
  if (version === defaultVersion) return {}
  const own = versionNumber(version)
  if (version.flavour === 'mysql') return { executes: ({ mariadb, number }) => !mariadb && number <= own }
  const foreign = (number: number) => number >= 50_700 && number < 100_000
  return { executes: ({ mariadb, number }) => number <= own && (mariadb || !foreign(number)) }
}
