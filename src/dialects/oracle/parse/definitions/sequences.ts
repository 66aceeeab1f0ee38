import { type CstNode, hasWord, node, startOf } from '../../../../../grammars/sql/cst.js'
import { objectId, type QName } from '../../../../core/ir/names.js'
import type { Option, Sequence, SequenceOptions } from '../../../../core/ir/schema.js'
import { type LowerContext, originOf, textBetween } from '../cst.js'
import { tokenText } from '../types.js'
import { merged, option } from './properties.js'

/** What NOMAXVALUE and NOMINVALUE mean (SQL Language Reference, "CREATE SEQUENCE"): such a bound is none. */
const unbounded = 10n ** 27n

/** Lowers `sequenceOption`s, of a sequence or of an identity column. */
export function lowerSequenceOptions(
  list: readonly CstNode[],
  context: LowerContext,
): { readonly sequence: SequenceOptions; readonly options: readonly Option[] } {
  const found: { -readonly [K in keyof SequenceOptions]: SequenceOptions[K] } = { cycle: false }
  const options: Option[] = []
  for (const each of list) {
    const number = numberOf(each)
    if (hasWord(each, 'START') && number !== undefined) found.start = number
    else if (hasWord(each, 'INCREMENT') && number !== undefined) found.increment = number
    else if (hasWord(each, 'MAXVALUE') && number !== undefined) setBound(found, 'max', number)
    else if (hasWord(each, 'MINVALUE') && number !== undefined) setBound(found, 'min', number)
    else if (hasWord(each, 'CACHE') && number !== undefined) found.cache = number
    else if (hasWord(each, 'NOCACHE')) found.cache = 1n
    else if (hasWord(each, 'CYCLE')) found.cycle = true
    else if (kept.some((word) => hasWord(each, word))) options.push(wordOption(each, context))
  }
  return { sequence: found, options: merged(options) }
}

const kept = ['ORDER', 'KEEP', 'SCALE', 'SHARD', 'SESSION', 'LIMIT']

const wordOption = (of: CstNode, context: LowerContext): Option =>
  option(textBetween(of, context).split(/\s/)[0]?.toLowerCase() ?? '', 'yes', of, context)

function setBound(of: { max?: bigint; min?: bigint }, bound: 'max' | 'min', value: bigint): void {
  if (value < unbounded && value > -unbounded) of[bound] = value
}

function numberOf(of: CstNode): bigint | undefined {
  const number = node(of, 'signedInteger')
  return number && startOf(number) >= 0 ? BigInt(tokenText(number).replace('+', '')) : undefined
}

/** Lowers `createSequenceTail`. */
export function lowerSequence(of: CstNode, list: readonly CstNode[], name: QName, context: LowerContext): Sequence {
  const { sequence, options } = lowerSequenceOptions(list, context)
  return { kind: 'sequence', id: objectId('sequence', name), name, origin: originOf(of, context), options, sequence }
}
