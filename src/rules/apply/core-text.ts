import type { Call, Expr, Literal } from '../../core/ir/expr.js'
import { noOrigin, type Origin } from '../../core/ir/names.js'

/**
 * The small language in which rules write core calls: `core.f($a, 'text', 12, core.g($$$rest), INTERVAL 1 DAY)`.
 * No operators and no CASE on purpose: whatever needs them is a core function of its own. Throws a SyntaxError with the
 * offset in its message.
 */
export function parseCoreText(text: string): Expr {
  const reader = new CoreTextReader(text)
  return reader.whole()
}

const token =
  /\s*(?:(\$\$\$[A-Za-z_]\w*|\$\$[A-Za-z_]\w*|\$[A-Za-z_]\w*)|('(?:[^']|'')*')|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|([A-Za-z_][\w.]*)|([(),*=]))/y

class CoreTextReader {
  private at = 0
  private next = ''

  constructor(private readonly text: string) {
    this.advance()
  }

  whole(): Expr {
    const expr = this.expr()
    if (this.next !== '') this.fail('end of text expected')
    return expr
  }

  private advance(): string {
    const taken = this.next
    token.lastIndex = this.at
    if (/^\s*$/.test(this.text.slice(this.at))) {
      this.next = ''
      return taken
    }
    const found = token.exec(this.text)
    if (found === null) throw new SyntaxError(`unexpected character at offset ${this.at} of: ${this.text}`)
    this.at = token.lastIndex
    this.next = found[0].trim()
    return taken
  }

  private fail(problem: string): never {
    throw new SyntaxError(`${problem} at offset ${this.at - this.next.length} of: ${this.text}`)
  }

  private sees(sign: string): boolean {
    return this.next === sign
  }

  private take(sign: string): void {
    if (this.next !== sign) this.fail(`'${sign}' expected`)
    this.advance()
  }

  private expr(): Expr {
    const word = this.next
    if (word === '') this.fail('an expression expected')
    if (word === '*') {
      this.advance()
      return { kind: 'star', origin: noOrigin }
    }
    if (word.startsWith('$')) return this.hole()
    if (word.startsWith("'")) return literal('text', this.advance().slice(1, -1).replaceAll("''", "'"))
    if (/^-?\d/.test(word)) return literal(numberKind(word), this.advance())
    if (/^interval$/i.test(word)) return this.interval()
    if (/^[A-Za-z_]/.test(word)) return this.named()
    return this.fail('an expression expected')
  }

  private hole(): Expr {
    const word = this.advance()
    if (word.startsWith('$$$')) return { kind: 'hole', name: word.slice(3), rest: true, origin: noOrigin }
    return { kind: 'hole', name: word.slice(1), rest: false, origin: noOrigin }
  }

  private interval(): Expr {
    this.advance()
    const amount = this.expr()
    const unit = this.advance()
    return { kind: 'interval', amount, unit: unit.startsWith('$') ? unit : unit.toUpperCase(), origin: noOrigin }
  }

  private named(): Expr {
    const name = this.advance()
    if (!this.sees('(')) return this.bareWord(name)
    this.advance()
    const distinct = /^distinct$/i.test(this.next)
    if (distinct) this.advance()
    const args: Expr[] = []
    while (!this.sees(')')) {
      args.push(this.expr())
      if (!this.sees(')')) this.take(',')
    }
    this.take(')')
    const call = name.startsWith('core.') ? coreCall(name.slice(5), args, noOrigin) : nativeCall(name, args)
    return distinct ? { ...call, distinct } : call
  }

  private bareWord(name: string): Expr {
    const upper = name.toUpperCase()
    if (upper === 'NULL') return literal('null', '')
    if (upper === 'TRUE' || upper === 'FALSE') return literal('boolean', upper.toLowerCase())
    const temporal = temporalWords[upper]
    if (temporal !== undefined && this.next.startsWith("'")) return literal(temporal, this.advance().slice(1, -1))
    return { kind: 'column', path: name.split('.').map((text) => ({ text, quoted: false })), origin: noOrigin }
  }
}

const temporalWords: Readonly<Record<string, Literal['of']>> = {
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  X: 'binary',
}

const numberKind = (text: string): Literal['of'] =>
  /[eE]/.test(text) ? 'float' : text.includes('.') ? 'decimal' : 'integer'

export const literal = (of: Literal['of'], text: string, origin: Origin = noOrigin): Literal => ({
  kind: 'literal',
  of,
  text,
  origin,
})

export const coreCall = (core: string, args: readonly Expr[], origin: Origin): Call => ({
  kind: 'call',
  fn: { core },
  args,
  origin,
})

const nativeCall = (native: string, args: readonly Expr[]): Call => ({
  kind: 'call',
  fn: { native },
  args,
  origin: noOrigin,
})

/** The core form of an expression as text, for examples, findings and tests. Nodes the language has no form for print as their kind. */
export function printCoreText(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return printLiteral(expr)
    case 'hole':
      return `${expr.rest ? '$$$' : '$'}${expr.name}`
    case 'star':
      return '*'
    case 'column':
      return expr.path.map((part) => part.text).join('.')
    case 'interval':
      return `INTERVAL ${printCoreText(expr.amount)} ${expr.unit}`
    case 'call':
      return printCall(expr)
    default:
      return `<${expr.kind}>`
  }
}

function printCall(call: Call): string {
  const args = call.args.map(printCoreText).join(', ')
  const name =
    'core' in call.fn ? `core.${call.fn.core}` : 'native' in call.fn ? call.fn.native : call.fn.routine.name.text
  return `${name}(${call.distinct ? 'DISTINCT ' : ''}${args})`
}

function printLiteral(value: Literal): string {
  switch (value.of) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return value.text.toUpperCase()
    case 'integer':
    case 'decimal':
    case 'float':
      return value.text
    case 'date':
    case 'time':
    case 'timestamp':
      return `${value.of.toUpperCase()} '${value.text}'`
    case 'binary':
      return `X '${value.text}'`
    default:
      return `'${value.text.replaceAll("'", "''")}'`
  }
}
