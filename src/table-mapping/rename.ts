import { type RenamingAction, renamingActions, type TransformationRule } from './document.js'

export const isRenaming = (action: string): action is RenamingAction =>
  renamingActions.some((known) => known === action)

/** The name that a rule makes of a name; the name itself where the rule finds nothing to change. */
export function renamed(name: string, rule: TransformationRule): string {
  const { 'rule-action': action, value = '', 'old-value': old = '' } = rule
  switch (action) {
    case 'rename':
      return value
    case 'convert-lowercase':
      return name.toLowerCase()
    case 'convert-uppercase':
      return name.toUpperCase()
    case 'add-prefix':
      return value + name
    case 'add-suffix':
      return name + value
    case 'remove-prefix':
      return shortened(name, name.startsWith(value), name.slice(value.length))
    case 'remove-suffix':
      return shortened(name, name.endsWith(value), name.slice(0, name.length - value.length))
    case 'replace-prefix':
      return name.startsWith(old) ? value + name.slice(old.length) : name
    case 'replace-suffix':
      return name.endsWith(old) ? name.slice(0, name.length - old.length) + value : name
    default:
      return name
  }
}

/** Nothing is left without a name. */
const shortened = (name: string, fits: boolean, rest: string): string => (fits && rest !== '' ? rest : name)
