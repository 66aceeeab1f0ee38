import { createHash, createHmac } from 'node:crypto'
import { OperationError } from '../core/findings/operation-error.js'
import type { Mask } from '../core/mapping/derived.js'
import { sha256 } from './functions.js'

/** The secret from which other digits follow; the same in every run of a task. */
export const maskingKeyVariable = 'CROSSWALK_MASKING_KEY'

const shortest = 16

/** @throws OperationError XW-S0718 when there is none, or one that can be guessed */
export function maskingKey(rule: string): string {
  const key = process.env[maskingKeyVariable] ?? ''
  if (key.length < shortest) throw new OperationError('XW-S0718', { rule, variable: maskingKeyVariable, shortest })
  return key
}

/** Equal for equal secrets; tells nothing of them. */
export const keyPrint = (key: string): string => createHmac('sha256', key).update('print').digest('hex').slice(0, 16)

/** What makes a text unrecognizable; the same text becomes the same one each time. @throws OperationError XW-S0718, XW-S0719 */
export function masking(mask: Mask, rule: string): (text: string) => string {
  switch (mask.kind) {
    case 'digits':
      return (text) => text.replace(/[0-9]/g, () => mask.by)
    case 'hash':
      return sha256
    case 'other-digits': {
      const key = maskingKey(rule)
      if (keyPrint(key) !== mask.print) throw new OperationError('XW-S0719', { rule, variable: maskingKeyVariable })
      return (text) => otherDigits(text, key)
    }
  }
}

/** Digits from 0 to 9, each as likely as the others: bytes that would favour some are passed over. */
function otherDigits(text: string, key: string): string {
  const digits = digitsOf(key, text)
  return text.replace(/[0-9]/g, () => digits.next().value)
}

function* digitsOf(key: string, text: string): Generator<string, string, undefined> {
  const seed = createHmac('sha256', key).update(text).digest()
  for (let block = 0; ; block++) {
    for (const byte of createHash('sha256').update(seed).update(String(block)).digest())
      if (byte < 250) yield String(byte % 10)
  }
}
