import { useState } from 'preact/hooks'
import type { LedgerEntry, LedgerFinding } from '../../core/ledger/ledger.js'
import type { SourceText } from '../../server/conversions.js'
import { part } from '../api.js'
import { count, visible } from '../format.js'
import { Problem, useLoaded } from '../loading.js'
import { Badge } from '../parts/badge.js'
import { Code, type Span } from '../parts/code.js'

interface Converted {
  readonly entry: LedgerEntry
  readonly source: SourceText | null
  readonly targets: readonly { readonly file: string; readonly text: string }[]
  readonly findings: readonly LedgerFinding[]
}

/** One object: how far it is proved, its findings, and both sides with the places that they speak of. */
export function ObjectPart({ conversion, object }: { readonly conversion: string; readonly object: string }) {
  const { value, refusal } = useLoaded<Converted>(`/conversions/${part(conversion)}/object?object=${part(object)}`)
  const [chosen, setChosen] = useState<string | null>(null)
  if (!value) return <Problem refusal={refusal} />
  const { entry, source, targets, findings } = value
  return (
    <article class="object" aria-labelledby="object">
      <h2 id="object">
        <span class="quiet">{entry.kind}</span> {visible(entry.name)} <Badge word={entry.status} />
      </h2>
      <Ladder entry={entry} />
      {findings.length > 0 && (
        <ul class="findings" aria-label="Findings">
          {findings.map((finding) => (
            <li key={finding.id}>
              <button
                type="button"
                aria-pressed={chosen === finding.id}
                onClick={() => setChosen(chosen === finding.id ? null : finding.id)}
              >
                <Badge word={finding.severity} /> <code>{finding.code}</code> {visible(finding.message)}
                {finding.source && <span class="quiet"> line {finding.source.line}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="sides">
        <div>
          <h3>Source</h3>
          {source ? (
            <Code
              label={`Source of ${visible(entry.name)}`}
              text={source.text}
              firstLine={source.firstLine}
              spans={sourceSpans(findings)}
              chosen={chosen}
            />
          ) : (
            <p class="quiet">It has no text of its own.</p>
          )}
        </div>
        <div>
          <h3>Target</h3>
          {targets.length === 0 && <p class="quiet">Nothing was made of it.</p>}
          {targets.map(({ file, text }) => (
            <Code
              key={file}
              label={visible(file)}
              text={text}
              firstLine={1}
              spans={targetSpans(findings, file)}
              chosen={chosen}
            />
          ))}
        </div>
      </div>
    </article>
  )
}

const rungs: readonly LedgerEntry['proof'][] = ['parsed', 'emitted', 'stand-in', 'compiled', 'executed', 'equal']

function Ladder({ entry }: { readonly entry: LedgerEntry }) {
  // A stand-in is no rung that everything passes: it is shown where one was asked.
  const shown = rungs.filter((rung) => rung !== 'stand-in' || entry.proof === 'stand-in')
  const reached = shown.indexOf(entry.proof)
  const runs = entry.runs ? `, ${count(entry.runs.equal)} of ${count(entry.runs.cases)} cases equal` : ''
  return (
    <>
      <ol class="ladder" aria-label={`Proof: ${entry.proof}${runs}`}>
        {shown.map((rung, index) => (
          <li
            key={rung}
            class={index <= reached ? 'done' : 'open'}
            aria-current={index === reached ? 'step' : undefined}
          >
            <span aria-hidden="true">{index <= reached ? '✓' : '○'}</span> {rung}
          </li>
        ))}
      </ol>
      {entry.reason !== null && <p class="quiet">{visible(entry.reason)}</p>}
    </>
  )
}

const sourceSpans = (findings: readonly LedgerFinding[]): readonly Span[] =>
  findings.flatMap(({ id, severity, source }) =>
    source ? [{ id, severity, from: source.line, to: source.endLine }] : [],
  )

const targetSpans = (findings: readonly LedgerFinding[], file: string): readonly Span[] =>
  findings.flatMap(({ id, severity, target }) =>
    target?.file === file ? [{ id, severity, from: target.line, to: target.endLine }] : [],
  )
