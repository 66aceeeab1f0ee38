import { OperationError } from '../core/findings/operation-error.js'
import { assertNever } from '../core/text/assert-never.js'
import { type Rule, renamingActions, type TransformationRule } from './document.js'

/**
 * What would have to be right in load, change stream and validation alike, and is not done: stops before anything is written.
 * @throws OperationError XW-S0702, XW-S0704
 */
export function refuseUnsupported(rule: Rule): void {
  switch (rule['rule-type']) {
    case 'selection':
      if (rule.filters.length > 0 && rule['rule-action'] !== 'include')
        throw wrong(rule, `filters go with the action include, not with ${rule['rule-action']}`)
      return
    case 'transformation':
      refuseTransformation(rule)
      return
    case 'table-settings':
      return
    case 'validation':
    case 'post-processing':
    case 'object-mapping':
      throw unsupported(rule, `a rule of the type ${rule['rule-type']}`)
    default:
      assertNever(rule)
  }
}

const shared: readonly string[] = renamingActions
const derivingActions = [
  'add-before-image-columns',
  'data-masking-digits-mask',
  'data-masking-digits-randomize',
  'data-masking-hash-mask',
] as const
const actions: Readonly<Record<TransformationRule['rule-target'], readonly string[]>> = {
  schema: shared,
  table: [...shared, 'define-primary-key'],
  column: [...shared, 'remove-column', 'include-column', 'change-data-type', 'add-column', ...derivingActions],
  'table-tablespace': [],
  'index-tablespace': [],
}

function refuseTransformation(rule: TransformationRule): void {
  const { 'rule-target': target, 'rule-action': action } = rule
  if (target === 'table-tablespace' || target === 'index-tablespace') throw unsupported(rule, `the target ${target}`)
  if (!actions[target].includes(action)) throw wrong(rule, `the action ${action} does not go with the target ${target}`)
  if (rule.expression && action !== 'add-column') throw unsupported(rule, `an expression for the action ${action}`)
  if (rule['object-locator']['data-type'] !== undefined) throw unsupported(rule, 'a locator by data-type')
  for (const key of neededBy(target, action)) {
    const there = key.endsWith('-name') ? Reflect.get(rule['object-locator'], key) : Reflect.get(rule, key)
    if (there === undefined || there === null || there === '') throw wrong(rule, `${key} is missing`)
  }
}

function neededBy(
  target: TransformationRule['rule-target'],
  action: TransformationRule['rule-action'],
): readonly string[] {
  if (action === 'add-column') return ['table-name', 'value', 'data-type']
  if (action === 'add-before-image-columns') return ['table-name']
  if (action === 'data-masking-digits-mask') return ['table-name', 'column-name', 'value']
  const place = target === 'schema' ? [] : target === 'table' ? ['table-name'] : ['table-name', 'column-name']
  if (action === 'change-data-type') return [...place, 'data-type']
  if (action === 'define-primary-key') return [...place, 'primary-key-def']
  if (action.startsWith('replace-')) return [...place, 'value', 'old-value']
  const valued = action === 'rename' || /^(add|remove)-(prefix|suffix)$/.test(action)
  return valued ? [...place, 'value'] : place
}

export const wrong = (rule: { readonly 'rule-id': string }, problem: string) =>
  new OperationError('XW-S0704', { rule: rule['rule-id'], problem })

export const unsupported = (rule: { readonly 'rule-id': string }, what: string) =>
  new OperationError('XW-S0702', { rule: rule['rule-id'], what })
