import type { TokenType } from 'chevrotain'
import { k } from '../keywords.js'

/** What may stand in front of a method. */
export const methodWords = new Set<TokenType>([
  k.NOT,
  k.INSTANTIABLE,
  k.FINAL,
  k.OVERRIDING,
  k.MEMBER,
  k.STATIC,
  k.CONSTRUCTOR,
  k.MAP,
  k.ORDER,
])
