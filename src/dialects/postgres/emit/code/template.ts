import type { Expr, Template } from '../../../../core/ir/expr.js'
import type { Doc } from '../../../../core/layout/doc.js'
import { exprDoc, type Printed, printed } from './expression.js'
import { binding } from './operators.js'
import { deeper, type Printing, usesKey } from './printing.js'

/** Prints a rule's text as it stands and its arguments so that none can grow together with the text around it. */
export function templateDoc(printing: Printing, template: Template): Printed {
  for (const need of template.needs ?? []) printing.uses.add(usesKey('need', need))
  const { parts } = template
  const only = parts.length === 1 ? parts[0] : undefined
  if (only !== undefined && typeof only !== 'string') return deeper(printing, () => printed(printing, only))
  const docs = parts.map((part, index) => (typeof part === 'string' ? part : argument(printing, parts, index, part)))
  return { doc: docs, level: template.atomic ? binding.atom : binding.none }
}

/** Between delimiters anything may stand; elsewhere only what needs no parentheses anywhere. */
function argument(printing: Printing, parts: Template['parts'], index: number, expr: Expr): Doc {
  const before = parts[index - 1]
  const after = parts[index + 1]
  if (expr.kind === 'literal' && typeof after === 'string' && after.startsWith('::regclass'))
    printing.uses.add(usesKey('relation', nameInside(expr.text)))
  const opened = typeof before === 'string' && /[([,]\s*$/.test(before)
  const closed = typeof after === 'string' && /^\s*[)\],]/.test(after)
  return exprDoc(printing, expr, opened && closed ? binding.none : binding.atom)
}

/** The dotted name that a text with quotes stands for. */
const nameInside = (text: string): string =>
  [...text.matchAll(/"((?:[^"]|"")+)"|[^".]+/g)]
    .map(([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole)
    .join('.')
