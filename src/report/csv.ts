import type { Ledger, LedgerFinding } from '../core/ledger/ledger.js'

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

/** One line per object and finding; an object without findings has one line. RFC 4180, CRLF. */
export function csvReport(ledger: Ledger, findings: readonly LedgerFinding[]): string {
  const lines = ledger.objects.flatMap((entry) => {
    const head = [
      entry.id,
      entry.kind,
      entry.name,
      entry.status,
      entry.proof,
      entry.targets.join(' '),
      entry.file ?? '',
    ]
    const own = findings.filter((found) => found.object === entry.id)
    if (own.length === 0) return [[...head, '', '', '', '', '', '', '']]
    return own.map((found) => [
      ...head,
      found.id,
      found.code,
      found.severity,
      found.outcome,
      found.message,
      found.source ? `${found.source.path}:${found.source.line}:${found.source.column}` : '',
      String(found.effortMinutes),
    ])
  })
  return [columns, ...lines]
    .map((line) => line.map(csvCell).join(','))
    .join('\r\n')
    .concat('\r\n')
}

/** Quoted when needed. A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
