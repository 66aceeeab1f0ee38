import { OperationError } from '../core/findings/operation-error.js'
import { invalid } from './problem.js'

/** Bytes, and levels of brackets. */
export const largestBody = 10 * 1024 * 1024
const deepest = 64

/** Looks for brackets before anything is built from them. */
export function checkDepth(text: string): void {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inText) {
      if (char === '\\') at++
      else if (char === '"') inText = false
    } else if (char === '"') inText = true
    else if (char === '{' || char === '[') {
      if (++depth > deepest) throw new OperationError('XW-S0906', { limit: `${deepest} levels` })
    } else if (char === '}' || char === ']') depth--
  }
}

/** Names that would change every object of the program are no names of members, wherever they stand. */
export function readJson(text: string): unknown {
  checkDepth(text)
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') throw invalid(`the member ${key}`)
      return value
    })
  } catch (error) {
    if (error instanceof OperationError) throw error
    throw invalid('the body is not JSON')
  }
}
