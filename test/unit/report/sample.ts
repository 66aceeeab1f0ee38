import type { ObjectId, PartId } from '../../../src/core/ir/names.js'
import type { Ledger, LedgerEntry, LedgerFinding } from '../../../src/core/ledger/ledger.js'
import type { ReportInput } from '../../../src/report/view.js'

const zero = { converted: 0, approximated: 0, partial: 0, flagged: 0 }

const object = (id: string): ObjectId => id as ObjectId

/** A small ledger whose every text slot holds the given text. */
export function sampleReport(text: string): ReportInput {
  const id = object(`table:shop.${text}`)
  const span = { path: `${text}.sql`, line: 3, column: 1, endLine: 4, endColumn: 2 }
  const entry: LedgerEntry = {
    id,
    kind: 'table',
    name: `shop.${text}`,
    span,
    status: 'partial',
    proof: 'compiled',
    reason: text,
    targets: [`table:shop.${text}`],
    file: 'sql/pre-data/0001-table-shop.x.sql',
    files: ['sql/pre-data/0001-table-shop.x.sql'],
    findings: ['f1'],
    parts: [
      {
        id: `${id}/column:${text}` as PartId,
        kind: 'column',
        name: text,
        status: 'flagged',
        targets: [text],
        findings: ['f1'],
      },
    ],
  }
  const finding: LedgerFinding = {
    id: 'f1',
    code: 'XW-C0001',
    severity: 'warning',
    outcome: 'kept-as-comment',
    object: id,
    part: `${id}/column:${text}` as PartId,
    message: `Option ${text} is left out.`,
    source: span,
    target: { file: 'sql/pre-data/0001-table-shop.x.sql', line: 1, endLine: 1 },
    data: { option: text, value: text },
    effortMinutes: 5,
  }
  const ledger: Ledger = {
    format: 1,
    tool: 'crosswalk 0.1.0',
    source: { dialect: 'mysql', version: '8.0.36', name: text },
    target: { dialect: 'postgres', version: '18' },
    proof: { mode: 'compile', engine: 'PostgreSQL 18' },
    summary: {
      objects: 1,
      byStatus: { ...zero, partial: 1 },
      byKind: { table: { ...zero, partial: 1 } },
      parts: { column: { ...zero, flagged: 1 } },
      findings: { info: 0, notice: 0, warning: 1, error: 0 },
      effortMinutes: 5,
    },
    objects: [entry],
    support: [],
    statements: [{ kind: 'SET', handling: 'setting', count: 2 }],
  }
  return {
    ledger,
    findings: [finding],
    mapping: {
      tables: [
        {
          source: { schema: 'shop', table: text },
          target: { schema: 'shop', table: text },
          key: [],
          columns: [
            {
              source: { name: text, type: { kind: 'opaque' }, native: text, nullable: true, generated: false },
              target: { name: text, type: { kind: 'opaque' }, native: text, nullable: true, generated: false },
            },
          ],
        },
      ],
      sequences: [],
    },
    codeOf: () => ({
      source: { path: `${text}.sql`, firstLine: 3, text: `create table ${text}\n(a int)` },
      targets: [{ file: 'sql/pre-data/0001-table-shop.x.sql', sql: `CREATE TABLE ${text} ();\n` }],
    }),
    explain: () => ({
      name: 'constructs.option',
      explain: 'Why it happened, in a sentence.',
      remedy: ['Do something.'],
    }),
    run: {
      tables: [
        { table: text, read: 1234567, written: 1234566, rejected: 1, differing: 0, verdict: text, seconds: 1.5 },
      ],
    },
    madeAt: new Date('2026-01-02T03:04:05Z'),
  }
}

/** Texts that break out of a page, a sheet or a terminal where escaping is missing. */
export const hostileTexts: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '{{constructor}}',
  'javascript:alert(1)',
  '=cmd|calc!A1',
  'a\u202Ereversed',
  '\u001b]0;title\u0007',
  '__proto__',
  'line\nbreak',
  '-->',
  ']]>',
  '\\! touch x',
  '\u2028',
]
