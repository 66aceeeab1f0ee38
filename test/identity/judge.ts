import type { FindingCode } from '../../src/core/findings/codes.generated.js'
import type { Finding } from '../../src/core/findings/finding.js'
import { catalogue } from '../../src/rules/findings/catalogue.js'
import type { Catalogue } from './mysql-catalogue.js'

/** What one engine says of a schema before and after it went through the hub. */
export interface Outcome {
  /** Definitions on the source side. */
  readonly count: number
  readonly differences: readonly Difference[]
  /** What the target refused. */
  readonly refused: readonly string[]
  readonly findings: readonly Finding[]
}

export interface Difference {
  readonly what: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** Codes of what was said about the object. */
  readonly said: readonly string[]
}

export function differencesOf(
  before: Catalogue,
  after: Catalogue,
  findings: readonly Finding[],
): readonly Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [was, is] = [before.get(what), after.get(what)]
    if (was === is) return []
    const name = what.slice(what.indexOf(' ') + 1)
    const said = findings.filter(({ code, object }) => !harmless(code) && named(object) === name)
    return [{ what, before: was, after: is, said: [...new Set(said.map(({ code }) => code))] }]
  })
}

/** What says that nothing is lost, or that an account is another, explains no other text. */
const harmless = (code: FindingCode): boolean => code === 'XW-C0660' || catalogue().get(code)?.outcome === 'converted'

const named = (object: string): string => object.slice(object.indexOf(':') + 1)

/** What differs although nothing was said of it. */
export const unexplained = ({ differences }: Pick<Outcome, 'differences'>): readonly Difference[] =>
  differences.filter(({ said }) => said.length === 0)
