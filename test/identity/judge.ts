import { buildLedger } from '../../src/convert/ledger.js'
import type { Conversion } from '../../src/convert/pipeline.js'
import type { FindingCode } from '../../src/core/findings/codes.generated.js'
import type { Finding } from '../../src/core/findings/finding.js'
import { catalogue } from '../../src/rules/findings/catalogue.js'

/** Definitions in the words of a server, by kind and name. */
export type Catalogue = ReadonlyMap<string, string>

/** What one engine says of a schema before and after it went through the hub. */
export interface Outcome {
  /** Definitions on the source side. */
  readonly count: number
  readonly differences: readonly Difference[]
  /** What the target refused. */
  readonly refused: readonly string[]
  /** What the ledger does not account for. */
  readonly lost: readonly string[]
}

export interface Difference {
  readonly what: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** Codes of what was said about the object. */
  readonly said: readonly string[]
}

/** Parts that came in and are neither on the target nor named by a finding. */
export const lostIn = (conversion: Conversion): readonly string[] =>
  buildLedger(conversion, null, { tool: 'test', source: 'test' }).findings.flatMap(({ code, message }) =>
    code === 'XW-C0003' ? [message] : [],
  )

export function differencesOf(
  before: Catalogue,
  after: Catalogue,
  findings: readonly Finding[],
): readonly Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [was, is] = [before.get(what), after.get(what)]
    if (was === is) return []
    const name = what.slice(what.indexOf(' ') + 1)
    // A dump calls what belongs to a table by the name of the table first.
    const said = findings.filter(({ code, object }) => !harmless(code) && `${name} `.startsWith(`${named(object)} `))
    return [{ what, before: was, after: is, said: [...new Set(said.map(({ code }) => code))] }]
  })
}

/** What says that nothing is lost, or that an account is another, explains no other text. */
const harmless = (code: FindingCode): boolean => code === 'XW-C0660' || catalogue().get(code)?.outcome === 'converted'

const named = (object: string): string => object.slice(object.indexOf(':') + 1)

/** What differs although nothing was said of it. */
export const unexplained = ({ differences }: Pick<Outcome, 'differences'>): readonly Difference[] =>
  differences.filter(({ said }) => said.length === 0)
