import { count, time } from '../format.js'
import { Table } from './table.js'

export interface Line {
  readonly name: string
  readonly values: readonly number[]
}

const [width, height, left, bottom, top] = [640, 180, 56, 22, 10]

/** Lines over time as a picture, with a sentence for those who do not see it and the same figures as a table. */
export function Plot(props: {
  readonly title: string
  readonly unit: string
  readonly times: readonly string[]
  readonly lines: readonly Line[]
}) {
  const { title, unit, times, lines } = props
  const highest = Math.max(1, ...lines.flatMap(({ values }) => values))
  const last = lines.map(({ name, values }) => `${name} ${count(Math.round((values.at(-1) ?? 0) * 10) / 10)} ${unit}`)
  if (times.length === 0)
    return (
      <figure class="plot">
        <figcaption>{title}</figcaption>
        <p class="quiet">Nothing told yet. Runs that the server starts tell every five seconds.</p>
      </figure>
    )
  return (
    <figure class="plot">
      <figcaption>
        {title}
        <span class="legend">
          {lines.map(({ name }, index) => (
            <span key={name} class={`line-${index}`}>
              <svg viewBox="0 0 24 8" aria-hidden="true">
                <line x1="0" x2="24" y1="4" y2="4" />
              </svg>
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}: now ${last.join(', ')}; at most ${count(highest)} ${unit}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share} class="axis">
            <line x1={left} x2={width} y1={y(share * highest, highest)} y2={y(share * highest, highest)} />
            <text x={left - 6} y={y(share * highest, highest) + 4} text-anchor="end">
              {short(share * highest)}
            </text>
          </g>
        ))}
        <text class="axis" x={left} y={height - 4}>
          {time(times[0] ?? null)}
        </text>
        <text class="axis" x={width} y={height - 4} text-anchor="end">
          {time(times.at(-1) ?? null)}
        </text>
        {lines.map(({ name, values }, index) => (
          <g key={name} class={`line-${index}`}>
            <polyline points={pointsOf(values, highest)} />
            <circle cx={values.length > 1 ? width - 3 : left} cy={y(values.at(-1) ?? 0, highest)} r={3} />
          </g>
        ))}
      </svg>
      <Twin {...props} />
    </figure>
  )
}

function Twin({ title, unit, times, lines }: Parameters<typeof Plot>[0]) {
  const shown = times
    .map((at, index) => ({ at, index }))
    .slice(-60)
    .reverse()
  const figures = lines.map(({ name }) => `${name}, ${unit}`)
  return (
    <details>
      <summary>{title} as a table</summary>
      <Table isShort label={`${title} as a table`} heads={['at', ...figures]} numbers={figures}>
        {shown.map(({ at, index }) => (
          <tr key={at}>
            <td>{time(at)}</td>
            {lines.map(({ name, values }) => (
              <td key={name} class="number">
                {count(values[index] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </details>
  )
}

const y = (value: number, highest: number): number => top + (1 - value / highest) * (height - bottom - top)

function pointsOf(values: readonly number[], highest: number): string {
  const step = (width - left) / Math.max(1, values.length - 1)
  return values.map((value, index) => `${(left + index * step).toFixed(1)},${y(value, highest).toFixed(1)}`).join(' ')
}

const short = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toFixed(1)}M`
    : value >= 1e4
      ? `${Math.round(value / 1e3)}k`
      : count(Math.round(value * 10) / 10)
