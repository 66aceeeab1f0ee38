import { cases } from '../cases.js'
import { postgresCases } from '../same-engine/postgres-cases.js'
import type { Engine } from './side.js'
import type { Refusal, SampledColumn } from './tables.js'

/** Every type and edge value of an engine, with what the target of the pair refuses. */
export const samplesOf = (source: Engine, target: Engine, without?: RegExp): readonly SampledColumn[] =>
  (source === 'mysql' ? mysqlSamples(target) : postgresSamples(target)).filter(({ type }) => !without?.test(type))

const everywhere = (code: string): Refusal => ({ load: code, stream: code })

function mysqlSamples(target: Engine): readonly SampledColumn[] {
  return cases.map(({ type, values }) => ({
    type,
    samples: values.map(({ value, reject }) => {
      const refused = target === 'postgres' ? overTo(reject) : among(reject)
      return { value, ...(refused ? { refused } : {}) }
    }),
  }))
}

/** What a live source tells of its labels the load knows; only a dump hides them. */
const overTo = (reject: string | undefined): Refusal | undefined =>
  reject === undefined || reject === 'XW-D0116' ? undefined : everywhere(reject)

/** A definition in the engine's own words has a question mark where a label has a character of four bytes. */
function among(reject: string | undefined): Refusal | undefined {
  if (reject === 'XW-D0105') return everywhere(reject)
  return reject === 'XW-D0116' ? { load: 'XW-D0111', stream: 'XW-D0116' } : undefined
}

function postgresSamples(target: Engine): readonly SampledColumn[] {
  return postgresCases
    .filter(({ type }) => !notNull.has(type))
    .map(({ type, values }) => ({
      type,
      samples: values.map((value) => {
        const refused = target === 'mysql' ? beyond(type, value) : notSent(type, value)
        return { value, ...(refused ? { refused } : {}) }
      }),
    }))
}

/** Rows of other columns have NULL here. */
const notNull = new Set(['very_odd'])

/** Types whose values have no binary form, or one that another server reads otherwise: between two of them changes are refused (XW-D0003). */
export const ofOneServer = /^(isbn|seg|reg(class|type|procedure|namespace)|aclitem)/

/** What the calendar and the numbers of the other engine do not have. */
function beyond(type: string, value: string): Refusal | undefined {
  const isMoment = /^(date|timestamp( with time zone|\(\d\))?)$/.test(type)
  if (isMoment && /infinity| BC|294276|5874897/.test(value)) return everywhere('XW-D0123')
  // JSON_VALID looks 32 levels deep.
  if (/^jsonb?$/.test(type) && value.includes('['.repeat(33))) return everywhere('XW-D0110')
  const isNumber = /^(numeric|real|double precision|odd_number)(\(.*\))?$/.test(type)
  if (isNumber && /NaN|Infinity|1e-16383|9.99e131071|1e100/.test(value)) return everywhere('XW-D0106')
  return type === '"char"' && value.includes('377') ? everywhere('XW-D0104') : undefined
}

/** The server itself does not read the binary form that it wrote. */
const notSent = (type: string, value: string): Refusal | undefined =>
  type === 'tsquery' && value === "''" ? { stream: 'XW-D0111' } : undefined
