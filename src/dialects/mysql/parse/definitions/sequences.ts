import type { Option } from '../../../../core/ir/schema.js'
import { type CstNode, hasWord, type LowerContext, node, nodes, originOf, textBetween, token } from '../cst.js'
import { lowerQName } from '../names.js'
import type { CreateSequence, SequenceDraft } from '../script/shapes.js'
import { optionText } from './columns.js'

type Facts = { -readonly [K in keyof SequenceDraft]: SequenceDraft[K] }
type NumberFact = Exclude<keyof SequenceDraft, 'cycle'>

const numbers: Readonly<Record<string, NumberFact>> = {
  start: 'start',
  restart: 'restart',
  increment: 'increment',
  minvalue: 'min',
  maxvalue: 'max',
  cache: 'cache',
}

/** Lowers CREATE SEQUENCE and ALTER SEQUENCE: the statement with its `sequenceTail`. */
export function lowerSequence(of: CstNode, tail: CstNode, context: LowerContext): CreateSequence {
  const name = node(tail, 'qualifiedName')
  const facts: Facts = {}
  const options: Option[] = []
  let comment: string | undefined
  for (const option of nodes(tail, 'sequenceOption')) {
    const word = (token(option, 'AnyName') ?? token(option, 'K_MAXVALUE') ?? token(option, 'K_AS'))?.image.toLowerCase()
    const value = valueText(option, context)
    if (word === 'comment') comment = value
    else if (word !== undefined && !lowerOption(word, value, facts)) {
      options.push({ key: `mysql.${word}`, value: value ?? '', origin: originOf(option, context) })
    }
  }
  return {
    kind: 'createSequence',
    name: name ? lowerQName(name) : { name: { text: '', quoted: true } },
    orReplace: hasWord(of, 'REPLACE'),
    ifNotExists: node(tail, 'ifNotExists') !== undefined,
    alter: of.name === 'alterStatement',
    sequence: facts,
    options: { options, ...(comment === undefined ? {} : { comment }) },
    origin: originOf(of, context),
  }
}

function valueText(of: CstNode, context: LowerContext): string | undefined {
  const value = node(of, 'sequenceOptionValue')
  if (!value) return undefined
  const plain = node(value, 'optionValue')
  return plain ? optionText(plain, context) : textBetween(value, context)
}

/** Whether the word says something of the sequence itself. NO and NO… words say what holds anyway. */
function lowerOption(word: string, value: string | undefined, facts: Facts): boolean {
  const fact = Object.hasOwn(numbers, word) ? numbers[word] : undefined
  if (fact !== undefined && value !== undefined && /^[-+]?\d+$/.test(value))
    facts[fact] = BigInt(value.replace(/^\+/, ''))
  else if (word === 'cycle' || word === 'nocycle') facts.cycle = word === 'cycle'
  else if (word === 'nocache') facts.cache = 0n
  else return ['no', 'nominvalue', 'nomaxvalue', 'restart'].includes(word)
  return true
}
