import { type Cell, form } from './cell.js'
import type { CellWriter } from './stream.js'
import type { ValueBuffer } from './value-buffer.js'

/*
 * Codecs as text, from which one function per table is compiled. A call per value costs more than the work on most
 * values, and the engine inlines only so many calls; so a codec may say in text how it does what nearly every row has,
 * and its function does the rest: nulls, long values, values that are refused.
 *
 * The text of a decoder finds `view` and `bytes` of the source and `at`, where the value begins. It declares `next`,
 * behind the value, and what its form asks for:
 *   int            `int`, from −2^31 to 2^32 − 1
 *   long           `hi`, `lo`: int32 both, together a signed number
 *   double, single `real`
 *   date           `year`, `month`, `day`
 *   dateTime       and `hour`, `minute`, `second`, `micro`
 *   others         `start`, `end`: bytes[start, end)
 * The text of an encoder finds these, `dst` (the view of the target's buffer) and `to`, which it moves behind the value; it
 * writes no more than what the buffer keeps for each column without being asked for room. Either may `break slow` while
 * `to` stands where it was: then the functions read and write the value once more.
 */
export interface InlineDecoder {
  readonly form: number
  readonly text: string
}

export interface InlineEncoder {
  readonly out: ValueBuffer
  /** Undefined for a form that only the function takes. */
  text(form: number): string | undefined
  /** Functions that the text calls, by names that mean the same in all encoders. */
  readonly uses: Readonly<Record<string, unknown>>
}

/** Reads the value at `wire.at` into the cell and moves on. */
export interface WireDecoder<Wire> {
  (wire: Wire, cell: Cell): void
  readonly inline?: InlineDecoder
}

/** A column on its way. Without `decode` the row does not hold it, without `write` nobody wants it. */
export interface MovedColumn<Wire> {
  /** Statements in front of it. */
  readonly before?: string
  /** An expression. */
  readonly isNull: string
  readonly decode?: WireDecoder<Wire>
  readonly write?: CellWriter
}

/**
 * Compiles a function of `wire`, `cell` and what else `parameters` names, that moves one value of each column from
 * `wire.at` on. The text holds nothing but texts of codecs and numbers. Equal texts share one function, so that what the
 * engine has learnt of it serves all chunks and connections.
 */
export function compileMover<Wire, Mover>(
  columns: readonly MovedColumn<Wire>[],
  parameters: string,
  head: string,
): Mover {
  const out = columns.find(({ write }) => write?.inline)?.write?.inline?.out
  const values = new Map<string, unknown>([['out', out]])
  const lines = columns.map((column, at) => columnText(column, at, out, values))
  const start = `const { view, bytes } = wire\nlet bits\n${head}\nlet at = wire.at\n${out ? 'let to = out.at, dst = out.view' : ''}`
  const body = `'use strict'\nreturn (${parameters}) => {\n${start}\n${lines.join('\n')}\nwire.at = at\n${out ? 'out.at = to' : ''}\n}`
  const names = [...values.keys()]
  const text = `${names.join()}\n${body}`
  const factory = factories.get(text) ?? new Function(...names, body)
  factories.set(text, factory)
  return factory(...values.values())
}

// biome-ignore lint/complexity/noBannedTypes: what the constructor of the same name returns
const factories = new Map<string, Function>()

/** What the text keeps in variables, before and after a call of a codec's function. */
const toCall = 'wire.at = at'
const fromCall = 'at = wire.at'
const toWriter = 'out.at = to'
const fromWriter = 'to = out.at; dst = out.view'

/**
 * The way for what is unusual. All columns of all tables call their codecs from here, so the engine expects none in
 * particular; at a place of its own in the text each would be expected, and another connection's throw the text's code away.
 */
function byCalls<Wire>(isNull: boolean, decode: WireDecoder<Wire>, write: CellWriter, wire: Wire, cell: Cell): void {
  if (isNull) cell.form = form.null
  else decode(wire, cell)
  write(cell)
}

function columnText<Wire>(
  { before = '', isNull, decode, write }: MovedColumn<Wire>,
  index: number,
  out: ValueBuffer | undefined,
  values: Map<string, unknown>,
): string {
  if (decode) values.set(`d${index}`, decode)
  if (write) values.set(`w${index}`, write)
  if (!write) return `${before}\nif (!(${isNull})) { ${toCall}; d${index}(wire, cell); ${fromCall} }`
  const around = (calls: string) =>
    out ? `${toCall}; ${toWriter}; ${calls}; ${fromCall}; ${fromWriter}` : `${toCall}; ${calls}; ${fromCall}`
  const fast = inlineText(decode, write, out)
  if (fast === undefined) {
    const read = decode
      ? `if (${isNull}) cell.form = ${form.null}; else d${index}(wire, cell)`
      : `cell.form = ${form.absent}`
    return `${before}\n${around(`${read}; w${index}(cell)`)}`
  }
  if (!decode) return `${before}\n${fast}`
  for (const [name, use] of Object.entries(write.inline?.uses ?? {})) values.set(name, use)
  values.set('byCalls', byCalls)
  return `${before}\ndone: { const isNull = ${isNull}; slow: {\n${fast}\nbreak done }\n${around(`byCalls(isNull, d${index}, w${index}, wire, cell)`)}\n}`
}

function inlineText<Wire>(
  decode: WireDecoder<Wire> | undefined,
  write: CellWriter,
  out: ValueBuffer | undefined,
): string | undefined {
  const encoder = write.inline
  if (!encoder || encoder.out !== out) return undefined
  if (!decode) return encoder.text(form.absent)
  const decoder = decode.inline
  const value = decoder && encoder.text(decoder.form)
  if (value === undefined) return undefined
  const empty = encoder.text(form.null)
  const ifNull = empty === undefined ? 'break slow' : `{ ${empty}\nbreak done }`
  return `if (isNull) ${ifNull}\n${decoder?.text}\n${value}\nat = next`
}
