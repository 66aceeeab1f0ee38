import { visible } from '../core/text/visible.js'

/** One line of code in a report, with the findings that stand on it. */
export interface CodeLine {
  readonly number: number
  readonly text: string
  readonly marks: readonly { readonly id: string; readonly severity: string }[]
  /** Line of the source from which the statement comes that begins here. */
  readonly origin?: number
}

export interface LineMark {
  readonly id: string
  readonly severity: string
  /** First and last line, 1-based, inclusive. */
  readonly from: number
  readonly to: number
}

/** Numbers the lines and puts each finding on the first line that it speaks of. */
export function codeLines(
  text: string,
  firstLine: number,
  marks: readonly LineMark[],
  origins: ReadonlyMap<number, number> = new Map(),
): readonly CodeLine[] {
  const lines = visible(text.replace(/\r\n?/g, '\n').replace(/\n$/, '')).split('\n')
  return lines.map((line, index) => {
    const number = firstLine + index
    const origin = origins.get(number)
    return {
      number,
      text: line,
      marks: marks
        .filter((mark) => clamp(mark.from, firstLine, lines.length) === number)
        .map(({ id, severity }) => ({ id, severity })),
      ...(origin === undefined ? {} : { origin }),
    }
  })
}

const clamp = (line: number, first: number, count: number): number => Math.min(Math.max(line, first), first + count - 1)
