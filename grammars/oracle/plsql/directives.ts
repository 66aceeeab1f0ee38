import type { IToken } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { CompilationDirective } from '../word-classes.js'

/** Values of inquiry directives (`$$x`) and of constants of packages that conditions ask for, by upper-case name. */
export type CompilationFlags = ReadonlyMap<string, boolean | number | null>

/** The version that DBMS_DB_VERSION speaks of: the one whose dialect is read. */
const databaseVersion = 19

type Value = boolean | number | null

/**
 * The tokens that are compiled: of `$IF … $THEN … $ELSIF … $ELSE … $END` the branch whose condition holds. PL/SQL Language
 * Reference, "Conditional Compilation". A flag that nobody gave is null, as in the engine.
 */
export function compiled(tokens: readonly IToken[], flags: CompilationFlags = new Map()): IToken[] {
  if (!tokens.some((token) => token.tokenType === CompilationDirective)) return [...tokens]
  const made: IToken[] = []
  const open: { taken: boolean; active: boolean; readonly outside: boolean }[] = []
  const active = (): boolean => open.at(-1)?.active ?? true
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) break
    const word = token.tokenType === CompilationDirective ? token.image.toUpperCase() : ''
    const innermost = open.at(-1)
    if (word === '$IF' || (word === '$ELSIF' && innermost)) {
      const end = tokens.findIndex((each, index) => index > at && each.image.toUpperCase() === '$THEN')
      const condition = tokens.slice(at + 1, end < 0 ? tokens.length : end)
      const frame = word === '$IF' ? { taken: false, active: false, outside: active() } : innermost
      if (!frame) break
      frame.active = frame.outside && !frame.taken && conditionValue(condition, flags) === true
      frame.taken ||= frame.active
      if (word === '$IF') open.push(frame)
      at = end < 0 ? tokens.length : end
    } else if (word === '$ELSE' && innermost) innermost.active = innermost.outside && !innermost.taken
    else if (word === '$END') open.pop()
    else if (active()) made.push(token)
  }
  return made
}

/** A condition of constants: comparisons, IS NULL, NOT, AND, OR and parentheses. What is anything else is null. */
function conditionValue(tokens: readonly IToken[], flags: CompilationFlags): Value {
  let at = 0
  const image = (): string => tokens[at]?.image.toUpperCase() ?? ''
  const accept = (word: string): boolean => {
    if (image() !== word) return false
    at++
    return true
  }
  const primary = (): Value => {
    if (accept('(')) {
      const inner = either()
      accept(')')
      return inner
    }
    const token = tokens[at++]
    if (!token) return null
    if (token.tokenType === t.IntegerNumber) return Number(token.image)
    const word = token.image.toUpperCase()
    if (word === 'TRUE' || word === 'FALSE') return word === 'TRUE'
    let name = word.replace(/^\$\$/, '')
    while (accept('.')) name += `.${tokens[at++]?.image.toUpperCase() ?? ''}`
    return flags.get(name) ?? versionFlag(name)
  }
  const comparison = (): Value => {
    if (accept('NOT')) {
      const inner = comparison()
      return typeof inner === 'boolean' ? !inner : null
    }
    const left = primary()
    if (accept('IS')) {
      const negated = accept('NOT')
      accept('NULL')
      return (left === null) !== negated
    }
    const compare = comparisons[image()]
    if (!compare) return left
    at++
    const right = primary()
    return left === null || right === null ? null : compare(Number(left), Number(right))
  }
  const both = (): Value => {
    let left = comparison()
    while (accept('AND')) {
      const right = comparison()
      left = left === false || right === false ? false : left === true && right === true ? true : null
    }
    return left
  }
  const either = (): Value => {
    let left = both()
    while (accept('OR')) {
      const right = both()
      left = left === true || right === true ? true : left === false && right === false ? false : null
    }
    return left
  }
  return either()
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** DBMS_DB_VERSION.VERSION, .RELEASE and .VER_LE_12_1. PL/SQL Packages and Types Reference. */
function versionFlag(name: string): Value {
  const [owner, constant = ''] = name.split('.').slice(-2)
  if (owner !== 'DBMS_DB_VERSION') return null
  if (constant === 'VERSION') return databaseVersion
  if (constant === 'RELEASE') return 0
  const upTo = /^VER_LE_(\d+)/.exec(constant)?.[1]
  return upTo === undefined ? null : databaseVersion <= Number(upTo)
}
