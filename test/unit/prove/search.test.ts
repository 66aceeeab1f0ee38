import { describe, expect, it } from 'vitest'
import type { ProofStep } from '../../../src/core/prove/runner.js'
import type { ProofCase } from '../../../src/prove/cases/generate.js'
import { createRandom } from '../../../src/prove/cases/random.js'
import { type Attempt, searchCases } from '../../../src/prove/run/search.js'

const call = (texts: readonly string[]): ProofStep => ({
  kind: 'call',
  form: 'procedure',
  name: { source: { schema: 's', name: 'p' }, target: { schema: 's', name: 'p' } },
  args: texts.map((text, at) => ({
    name: `p${at}`,
    mode: 'in',
    type: { kind: 'text', unit: 'char', padded: false },
    text,
  })),
})
const textsOf = ({ step }: ProofCase): readonly string[] =>
  step.kind === 'call' ? step.args.map(({ text }) => text ?? '') : []

/** A program with a guard for each of its three arguments, one behind the other. */
const guarded = (wanted: readonly string[]) => {
  return async (one: ProofCase): Promise<Attempt> => {
    const at = textsOf(one).findIndex((text, index) => text !== wanted[index])
    if (at < 0) return { passed: one }
    return { stopped: { state: '45000', message: `argument ${'abc'[at]} is wrong` }, one }
  }
}

const letters = [...'abcdefghijklmnop']
const options = (wanted: readonly string[]) => {
  const random = createRandom('search')
  const vary = (one: ProofCase): ProofCase => {
    const at = Math.floor(random() * 3)
    const letter = letters[Math.floor(random() * letters.length)] ?? ''
    return { setup: [], step: call(textsOf(one).map((text, index) => (index === at ? letter : text))) }
  }
  const limits = { attempts: 2_000, time: 20_000, enough: 1, simplify: true }
  return { starts: [{ setup: [], step: call(['a', 'a', 'a']) }], vary, attempt: guarded(wanted), random, ...limits }
}

describe('the search for a case that gets past the guards', () => {
  it('varies further what came to another guard, until a case goes through', async () => {
    const { passed } = await searchCases(options(['d', 'k', 'p']))
    expect(passed.map(textsOf)).toEqual([['d', 'k', 'p']])
  })

  it('tells which case came furthest when none goes through', async () => {
    const { passed, nearest } = await searchCases(options(['d', 'k', 'no such letter']))
    expect(passed).toEqual([])
    expect(nearest?.stopped.message).toBe('argument c is wrong')
    expect(nearest && textsOf(nearest.one).slice(0, 2)).toEqual(['d', 'k'])
  })

  it('leaves out of the state what makes no difference', async () => {
    const needless: ProofStep = { kind: 'variable', name: 'x', value: { type: { kind: 'opaque' }, text: '1' } }
    const one: ProofCase = { setup: [needless], step: call(['d', 'k', 'p']) }
    const { passed } = await searchCases({ ...options(['d', 'k', 'p']), starts: [one] })
    expect(passed).toEqual([{ setup: [], step: one.step }])
  })
})
