import { type Finding, finding } from '../core/findings/finding.js'
import { dotted, partId } from '../core/ir/names.js'
import type { Column, Table } from '../core/ir/schema.js'
import type { LogicalType } from '../core/ir/types.js'
import type { Mask } from '../core/mapping/derived.js'
import { keyPrint, maskingKey } from '../derived-columns/mask.js'
import type { Decided } from './derive.js'
import type { TransformationRule } from './document.js'
import { unsupported, wrong } from './unsupported.js'

const hashLength = 64

/** @throws OperationError XW-S0702, XW-S0704, XW-S0718 */
export function decideMask(table: Table, column: Column, rule: TransformationRule): Decided {
  const name = `${dotted(table.name)}.${column.name.text}`
  const type = column.type.logical
  const id = rule['rule-id']
  if (type.kind !== 'text') throw unsupported(rule, `masking ${name}, which is no text (${column.type.native})`)
  if (column.generated) throw unsupported(rule, `masking ${name}, which the source computes`)
  const user = usersOf(table, column)
  if (user) throw wrong(rule, `${name} is part of ${user}, and would not be equal to what it was`)
  const mask = maskOf(rule)
  const part = partId(table.id, 'column', column.name.text)
  const at = { object: table.id, origin: column.origin, part }
  const where = { rule: id, table: dotted(table.name), column: column.name.text }
  const findings: Finding[] = [finding('XW-C0610', at, { ...where, what: whats[mask.kind] })]
  if (mask.kind === 'hash') findings.push(finding('XW-C0613', at, where))
  if (mask.kind === 'other-digits') {
    const instead = 'they follow from the value and a secret, so that the same value is masked alike each time'
    findings.push(finding('XW-C0605', at, { rule: id, what: 'random digits', instead }))
  }
  const widened = mask.kind === 'hash' ? withRoom(type) : undefined
  const decided = { rule: id, part, by: { kind: 'mask', column: column.name.text, mask } } as const
  return { decided, findings, ...(widened ? { type: widened } : {}) }
}

const whats: Readonly<Record<Mask['kind'], string>> = {
  digits: 'its own text without its digits',
  'other-digits': 'its own text with other digits',
  hash: 'the SHA-256 of its own text',
}

function maskOf(rule: TransformationRule): Mask {
  switch (rule['rule-action']) {
    case 'data-masking-digits-mask': {
      const by = rule.value ?? ''
      if (!/^[!-~]$/.test(by)) throw wrong(rule, `value is ${JSON.stringify(by)} and no single character to see`)
      return { kind: 'digits', by }
    }
    case 'data-masking-digits-randomize':
      return { kind: 'other-digits', print: keyPrint(maskingKey(rule['rule-id'])) }
    default:
      return { kind: 'hash' }
  }
}

/** Undefined: the hash has room. */
function withRoom(type: Extract<LogicalType, { kind: 'text' }>): LogicalType | undefined {
  if (type.length === undefined || (type.length >= hashLength && !type.padded)) return undefined
  return { ...type, length: Math.max(hashLength, type.length), unit: 'char', padded: false }
}

/** What would not mean the same with masked values; undefined: nothing. */
function usersOf(table: Table, { name: { text } }: Column): string | undefined {
  for (const each of table.constraints)
    if (each.kind !== 'check' && each.columns.some((column) => column.text === text)) return `a key (${each.kind})`
  const unique = table.indexes.find((index) => index.unique && mentions(index.parts, text))
  if (unique) return `a unique index${unique.name ? ` (${unique.name.text})` : ''}`
  const computed = table.columns.find(({ generated }) => generated && mentions(generated.expr, text))
  if (computed) return `the computed column ${computed.name.text}`
  const isChecked = table.constraints.some((each) => each.kind === 'check' && mentions(each, text))
  return isChecked ? 'a check' : undefined
}

const mentions = (tree: unknown, name: string): boolean =>
  JSON.stringify(tree, (key, value) => (key === 'origin' ? undefined : value)).includes(
    `"text":${JSON.stringify(name)}`,
  )
