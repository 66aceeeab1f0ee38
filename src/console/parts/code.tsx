import { useEffect, useRef } from 'preact/hooks'
import { visible } from '../format.js'

/** Lines that a finding speaks of, numbered as the text is. */
export interface Span {
  readonly id: string
  readonly severity: string
  readonly from: number
  readonly to: number
}

const worst = ['error', 'warning', 'notice', 'info']

/** A text with its line numbers; lines with findings carry a sign in the gutter, those of the chosen finding are marked. */
export function Code({
  label,
  text,
  firstLine,
  spans,
  chosen,
}: {
  readonly label: string
  readonly text: string
  readonly firstLine: number
  readonly spans: readonly Span[]
  readonly chosen: string | null
}) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' }), [chosen])
  return (
    <section class="code scroll" ref={box} tabIndex={0} aria-label={label}>
      <ol>
        {text.split('\n').map((line, index) => {
          const number = firstLine + index
          const own = spans.filter(({ from, to }) => from <= number && number <= to)
          const severity = worst.find((one) => own.some((span) => span.severity === one))
          return (
            <li key={index} class={`${severity ?? ''} ${own.some(({ id }) => id === chosen) ? 'chosen' : ''}`}>
              <span class="line-number">{number}</span>
              <span class="gutter">
                {severity ? (
                  <abbr title={`${own.length} findings, ${severity}`}>
                    {severity === 'error' ? '✕' : severity === 'warning' ? '▲' : 'i'}
                  </abbr>
                ) : (
                  ''
                )}
              </span>
              <code>{visible(line) || ' '}</code>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
