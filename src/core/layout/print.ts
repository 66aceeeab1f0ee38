import type { Doc, Fill, Line } from './doc.js'

export interface Printed {
  readonly text: string
  /** For each mark, in the order in which they end: the lines (0-based, half-open) that its body stands on. */
  readonly marks: readonly { readonly mark: number; readonly from: number; readonly to: number }[]
}

interface Frame {
  readonly doc: Doc
  readonly depth: number
  readonly flat: boolean
  /** Set on the frame that closes a mark: the line on which it began. */
  readonly closes?: { readonly mark: number; readonly from: number }
}

interface State {
  readonly out: string[]
  readonly marks: { mark: number; from: number; to: number }[]
  readonly stack: Frame[]
  column: number
  lines: number
  /** Indentation owed to the next text, so that empty lines stay empty. */
  owed: number
}

const step = 2

/**
 * Prints a document into lines of at most `width` characters where its breaks allow that. Runs in time linear in the
 * document: a look ahead stops as soon as the line is full, and nothing here recurses.
 */
export function print(doc: Doc, width = 100): Printed {
  const state: State = { out: [], marks: [], stack: [{ doc, depth: 0, flat: false }], column: 0, lines: 0, owed: 0 }
  for (let frame = state.stack.pop(); frame !== undefined; frame = state.stack.pop()) printFrame(state, frame, width)
  return { text: state.out.join(''), marks: state.marks }
}

function printFrame(state: State, frame: Frame, width: number): void {
  const { doc, depth, flat } = frame
  if (frame.closes) state.marks.push({ ...frame.closes, to: state.lines + 1 })
  else if (typeof doc === 'string') printText(state, doc)
  else if (!('kind' in doc)) pushAll(state.stack, doc, depth, flat)
  else if (doc.kind === 'line') printLine(state, doc, depth, flat)
  else if (doc.kind === 'indent') state.stack.push({ doc: doc.body, depth: depth + step, flat })
  else if (doc.kind === 'fill') printFill(state, doc, depth, flat, width)
  else if (doc.kind === 'mark') {
    state.stack.push({ doc: '', depth, flat, closes: { mark: doc.mark, from: state.lines } })
    state.stack.push({ doc: doc.body, depth, flat })
  } else {
    const fits = flat || (!doc.measure.broken && fitsIn(state, { doc: doc.body, depth, flat: true }, width))
    state.stack.push({ doc: doc.body, depth, flat: fits })
  }
}

function pushAll(stack: Frame[], docs: readonly Doc[], depth: number, flat: boolean): void {
  for (let index = docs.length - 1; index >= 0; index--) {
    const doc = docs[index]
    if (doc !== undefined) stack.push({ doc, depth, flat })
  }
}

function printText(state: State, text: string): void {
  if (text === '') return
  if (state.owed > 0) {
    state.out.push(' '.repeat(state.owed))
    state.column = state.owed
    state.owed = 0
  }
  state.out.push(text)
  const last = text.lastIndexOf('\n')
  if (last < 0) {
    state.column += text.length
    return
  }
  state.column = text.length - last - 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) state.lines++
}

function printLine(state: State, { mode }: Line, depth: number, flat: boolean): void {
  if (!flat || mode === 'hard') newLine(state, depth)
  else if (mode === 'space') printText(state, ' ')
}

function newLine(state: State, depth: number): void {
  state.out.push('\n')
  state.lines++
  state.column = 0
  state.owed = depth
}

/** Breaks before an item only when the item does not fit behind the one before. */
function printFill(state: State, doc: Fill, depth: number, flat: boolean, width: number): void {
  for (let index = 0; index < doc.items.length; index++) {
    const item: Doc = [doc.items[index] ?? '', index < doc.items.length - 1 ? doc.separator : '']
    const room = fitsIn({ ...state, column: state.column + 1, stack: [] }, { doc: item, depth, flat: true }, width)
    if (index > 0) {
      if (flat || room) printText(state, ' ')
      else newLine(state, depth)
    }
    printWhole(state, item, depth, flat || room, width)
  }
}

/** Prints one document to its end before anything else that waits. */
function printWhole(state: State, doc: Doc, depth: number, flat: boolean, width: number): void {
  const floor = state.stack.length
  state.stack.push({ doc, depth, flat })
  while (state.stack.length > floor) {
    const frame = state.stack.pop()
    if (frame !== undefined) printFrame(state, frame, width)
  }
}

/**
 * Whether `first`, printed flat, and what follows up to the next possible break stay inside the line. A line break inside
 * a text ends the look ahead: what comes behind it is on another line.
 */
function fitsIn(state: State, first: Frame, width: number): boolean {
  const pending: Frame[] = [first]
  let room = width - Math.max(state.column, state.owed)
  let next = state.stack.length - 1
  while (room >= 0) {
    let frame = pending.pop()
    if (frame === undefined) {
      frame = next < 0 ? undefined : state.stack[next--]
      if (frame === undefined) return true
    }
    const { doc, depth, flat } = frame
    if (typeof doc === 'string') {
      const end = doc.indexOf('\n')
      if (end >= 0) return room >= end
      room -= doc.length
    } else if (!('kind' in doc)) pushAll(pending, doc, depth, flat)
    else if (doc.kind === 'line') {
      if (!flat || doc.mode === 'hard') return true
      if (doc.mode === 'space') room--
    } else if (doc.kind === 'fill') pushAll(pending, fillAsList(doc), depth, flat)
    else if (flat && doc.measure.width > room) return false
    else pending.push({ doc: doc.body, depth, flat })
  }
  return false
}

const fillAsList = (doc: Fill): readonly Doc[] =>
  doc.items.flatMap((item, index) => (index < doc.items.length - 1 ? [item, `${doc.separator} `] : [item]))
