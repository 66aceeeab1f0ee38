import type { Position, SourceText } from './source.js'

/** As `positionOf`, for many offsets of the same texts: the lines of a text are counted once. */
export function createPositions(): (source: SourceText, offset: number) => Position {
  const starts = new Map<string, readonly number[]>()
  return (source, offset) => {
    const { id, path, text, firstLine, firstColumn } = source
    const known = starts.get(id) ?? startsOf(text)
    starts.set(id, known)
    const end = Math.max(0, Math.min(offset, text.length))
    const line = lastAtMost(known, end)
    const column = line === 0 ? firstColumn + end : end - (known[line] ?? 0) + 1
    return { path, line: firstLine + line, column }
  }
}

function startsOf(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Index of the last number that is not greater. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((numbers[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
