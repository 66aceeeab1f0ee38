import type { Ledger, LedgerFinding } from '../core/ledger/ledger.js'
import { groupBy } from './group.js'

const columns = [
  'object',
  'kind',
  'name',
  'status',
  'proof',
  'targets',
  'file',
  'finding',
  'code',
  'severity',
  'outcome',
  'message',
  'source',
  'effort_minutes',
]

/** One line per object and finding; an object without findings has one line. RFC 4180, CRLF. Each line is a part. */
export function* csvReport(ledger: Ledger, findings: readonly LedgerFinding[]): Generator<string> {
  yield csvLine(columns)
  const byObject = groupBy(findings, (found) => found.object)
  for (const entry of ledger.objects) {
    const head = [
      entry.id,
      entry.kind,
      entry.name,
      entry.status,
      entry.proof,
      entry.targets.join(' '),
      entry.file ?? '',
    ]
    const own = byObject.get(entry.id)
    if (!own) yield csvLine([...head, '', '', '', '', '', '', ''])
    else for (const found of own) yield csvLine([...head, ...findingCells(found)])
  }
}

const findingCells = (found: LedgerFinding): readonly string[] => [
  found.id,
  found.code,
  found.severity,
  found.outcome,
  found.message,
  found.source ? `${found.source.path}:${found.source.line}:${found.source.column}` : '',
  String(found.effortMinutes),
]

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Quoted when needed. A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
