import { describe, expect, it } from 'vitest'
import { codeLines } from '../../../src/report/code-lines.js'
import { csvCell, csvReport } from '../../../src/report/csv.js'
import { htmlReport } from '../../../src/report/html.js'
import { sarifReport } from '../../../src/report/sarif.js'
import { anchorOf, effortText, reportView } from '../../../src/report/view.js'
import { hostileTexts, sampleReport } from './sample.js'

const whole = (parts: Iterable<string>): string => [...parts].join('')

describe('HTML report', () => {
  it.each(hostileTexts)('escapes %j in every slot', (text) => {
    const page = whole(htmlReport(sampleReport(text)))
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>|' onmouseover='/)
    expect(page).not.toContain('\u202E')
    expect(page).not.toContain('\u001b')
  })

  it('allows no script and nothing from outside', () => {
    const page = whole(htmlReport(sampleReport('orders')))
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'")
    expect(page).not.toMatch(/<(script|link|iframe|img)\b|url\(|@import/)
  })

  it('says the verdict, the effort and the run in figures of the ledger', () => {
    const view = reportView(sampleReport('orders'))
    expect(view.verdict.headline).toBe('0 of 1 objects have a whole counterpart; 1 need a decision.')
    expect(view.effort).toBe('about 5 minutes')
    expect(whole(htmlReport(sampleReport('orders')))).toContain('1\u202f234\u202f567')
  })

  it('says of a copy who wrote it, not that nothing was proved', () => {
    const sample = sampleReport('orders')
    const unproved = { ...sample.ledger, proof: { mode: 'none', engine: null } } as const
    const ofCopy = reportView({ ...sample, ledger: { ...unproved, copiedBy: 'tool 15' } })
    expect(ofCopy.verdict.lines.join(' ')).toContain('nothing was converted, and tool 15 wrote the statements')
    expect(ofCopy.facts.map(({ label }) => label)).not.toContain('Proved on')
    const ofConversion = reportView({ ...sample, ledger: unproved })
    expect(ofConversion.verdict.lines.join(' ')).toContain('Nothing was proved')
  })

  it('puts a finding on the line of code it speaks of', () => {
    const marks = [{ id: 'f1', severity: 'warning', from: 4, to: 4 }]
    expect(codeLines('a\nb\nc', 3, marks).map((line) => [line.number, line.marks.length])).toEqual([
      [3, 0],
      [4, 1],
      [5, 0],
    ])
  })

  it('gives different objects different anchors', () => {
    expect(anchorOf('table:a.b')).not.toBe(anchorOf('table:a-b'))
    expect(anchorOf('table:a b"<')).toMatch(/^[A-Za-z0-9-]+$/)
  })

  it('rounds effort to what a person can plan with', () => {
    expect([0, 45, 120, 2400].map(effortText)).toEqual([
      'none that we know of',
      'about 45 minutes',
      'about 2.0 hours',
      'about 5 person-days',
    ])
  })
})

describe('CSV report', () => {
  it('has one line per finding and quotes what needs it', () => {
    const lines = whole(csvReport(sampleReport('a"b,c').ledger, sampleReport('a"b,c').findings)).split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('"shop.a""b,c"')
  })

  it('never lets a cell begin a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\tx']) expect(csvCell(text)).toMatch(/^"?'/)
  })
})

describe('SARIF report', () => {
  it('names rule, place and a fingerprint that does not move with the lines', () => {
    const input = sampleReport('orders')
    const log = JSON.parse(whole(sarifReport(input.findings, { version: '0.1.0' }, input.explain)))
    const result = log.runs[0].results[0]
    expect(result.ruleId).toBe('XW-C0001')
    expect(result.locations[0].physicalLocation.region.startLine).toBe(3)
    const moved = input.findings.map((found) => ({
      ...found,
      source: found.source && { ...found.source, line: 99, endLine: 99 },
    }))
    const again = JSON.parse(whole(sarifReport(moved, { version: '0.1.0' }, input.explain)))
    expect(again.runs[0].results[0].partialFingerprints).toEqual(result.partialFingerprints)
  })
})

describe('code in the report', () => {
  it('carries the line numbers of the file it comes from', () => {
    const page = whole(htmlReport(sampleReport('orders')))
    expect(page).toContain('<li value="3"')
    expect(page).toContain('<li value="4"')
  })
})

describe('a report of a large schema', () => {
  it('tells what needs nobody in a line, and what needs somebody whole', () => {
    const small = sampleReport('orders')
    const [entry] = small.ledger.objects
    if (!entry) throw new Error('the sample has an object')
    const parts = Array.from({ length: 30 }, () => ({ ...entry.parts[0]!, status: 'converted' as const }))
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      ...entry,
      id: `table:shop.t${at}` as typeof entry.id,
      name: `t${at}`,
      status: 'converted' as const,
      reason: null,
      parts,
    }))
    const page = [...htmlReport({ ...small, ledger: { ...small.ledger, objects: [entry, ...many] } })].join('')
    expect(page.length).toBeLessThan(8_000_000)
    expect(page).toContain('class="object-line"')
    expect(page).toContain('>t9999<')
    expect(page).toContain('create table orders')
  })
})
