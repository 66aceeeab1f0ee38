import type { ValueBytes } from './binary-base.js'
import type { ServerText } from './binary-text.js'
import { realText } from './real-text.js'

/** Geometric types: 64-bit floats, with a count where it is not fixed. */
export const shapeText = (name: string): ServerText | undefined => shapes.get(name)

const real = ({ view }: ValueBytes, at: number): string => realText(view.getFloat64(at), false)
const point = (from: ValueBytes, at: number): string => `(${real(from, at)},${real(from, at + 8)})`

const points = (from: ValueBytes, at: number): string =>
  Array.from({ length: from.view.getInt32(at) }, (_, index) => point(from, at + 4 + index * 16)).join(',')

const shapes: ReadonlyMap<string, ServerText> = new Map<string, ServerText>([
  ['point', point],
  ['lseg', (from, at) => `[${point(from, at)},${point(from, at + 16)}]`],
  ['box', (from, at) => `${point(from, at)},${point(from, at + 16)}`],
  ['line', (from, at) => `{${real(from, at)},${real(from, at + 8)},${real(from, at + 16)}}`],
  ['circle', (from, at) => `<${point(from, at)},${real(from, at + 16)}>`],
  ['polygon', (from, at) => `(${points(from, at)})`],
  ['path', (from, at) => (from.view.getUint8(at) === 1 ? `(${points(from, at + 1)})` : `[${points(from, at + 1)}]`)],
])
