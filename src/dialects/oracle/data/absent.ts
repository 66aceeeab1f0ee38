import { plainDigits } from '../../../core/data/script/float-digits.js'
import type { AbsentValue, ColumnMapping } from '../../../core/mapping/mapping.js'
import { timestampLiteral } from '../parse/rows/moments.js'
import { expression, refused, textOf, type Written } from '../parse/rows/written.js'

/** What a column gets from a statement that does not name it, or that says DEFAULT. */
export function absentValue({
  absent,
  nullable,
}: {
  readonly absent?: AbsentValue | undefined
  readonly nullable: boolean
}): Written {
  switch (absent?.kind) {
    case 'counter':
      return { kind: 'counter' }
    case 'literal':
      return literalValue(absent.of, absent.text)
    case 'call':
      return clocks.has(absent.name.toLowerCase()) ? { kind: 'now' } : expression
    case 'expression':
      return expression
    case undefined:
      return nullable ? { kind: 'null' } : refused('XW-D0120')
  }
}

const clocks: ReadonlySet<string> = new Set([
  'sysdate',
  'systimestamp',
  'current_date',
  'current_timestamp',
  'localtimestamp',
])

type Of = Extract<NonNullable<ColumnMapping['source']['absent']>, { readonly kind: 'literal' }>['of']

function literalValue(of: Of, text: string): Written {
  if (of === 'null') return { kind: 'null' }
  if (of === 'text') return textOf(text)
  if (of === 'timestamp' || of === 'date') return timestampLiteral(of === 'date' ? `${text} 00:00:00` : text)
  const digits = of === 'boolean' ? (/^true$/i.test(text) ? '1' : '0') : plainDigits(text)
  return digits === undefined ? expression : { kind: 'number', digits }
}
