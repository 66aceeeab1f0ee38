/** A document as a test writes it; `raw` is a value of one of the engine's own types. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }
  | Double
  | Custom

export class Double {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

export class Custom {
  readonly type: number
  readonly data: Buffer
  constructor(type: number, data: Buffer) {
    this.type = type
    this.data = data
  }
}

/**
 * Writes documents in the binary form that the sources of MySQL describe (json_binary.h):
 * `doc = type value; object = count size key-entry* value-entry* key* value*; array = count size value-entry* value*`.
 * `large`: counts and places have four bytes whatever their size.
 */
export function encodeJson(value: Json, large = false): Buffer {
  const { type, bytes } = encoded(value, large)
  return Buffer.concat([Buffer.of(type), bytes])
}

interface Encoded {
  readonly type: number
  readonly bytes: Buffer
}

function encoded(value: Json, large: boolean): Encoded {
  if (value === null) return { type: 0x04, bytes: Buffer.of(0) }
  if (typeof value === 'boolean') return { type: 0x04, bytes: Buffer.of(value ? 1 : 2) }
  if (typeof value === 'bigint' || typeof value === 'number') return integer(BigInt(value))
  if (typeof value === 'string') return { type: 0x0c, bytes: counted(Buffer.from(value)) }
  if (value instanceof Double) {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleLE(value.value)
    return { type: 0x0b, bytes }
  }
  if (value instanceof Custom) return { type: 0x0f, bytes: Buffer.concat([Buffer.of(value.type), counted(value.data)]) }
  const small = large ? null : container(value, 2, large)
  return small ?? container(value, 4, large) ?? never('too large')
}

function integer(value: bigint): Encoded {
  const fits: readonly (readonly [number, number, bigint, bigint])[] = [
    [0x05, 2, -(2n ** 15n), 2n ** 15n],
    [0x06, 2, 0n, 2n ** 16n],
    [0x07, 4, -(2n ** 31n), 2n ** 31n],
    [0x08, 4, 0n, 2n ** 32n],
    [0x09, 8, -(2n ** 63n), 2n ** 63n],
    [0x0a, 8, 0n, 2n ** 64n],
  ]
  const [type, width] = fits.find(([, , least, beyond]) => value >= least && value < beyond) ?? never('too large')
  const all = Buffer.alloc(8)
  all.writeBigInt64LE(BigInt.asIntN(64, value))
  return { type, bytes: all.subarray(0, width) }
}

/** Seven bits in each byte, the lowest first; all but the last have the highest bit set. */
function counted(data: Buffer): Buffer {
  const head: number[] = []
  let rest = data.length
  for (; rest >= 128; rest = Math.floor(rest / 128)) head.push(128 + (rest % 128))
  return Buffer.concat([Buffer.from([...head, rest]), data])
}

function container(value: object, width: 2 | 4, large: boolean): Encoded | null {
  const isArray = Array.isArray(value)
  const names = isArray ? [] : Object.keys(value).map((name) => Buffer.from(name))
  names.sort((one, other) => one.length - other.length || Buffer.compare(one, other))
  const members: readonly Json[] = isArray ? value : names.map((name) => Reflect.get(value, name.toString()))
  const number = (of: number): Buffer => {
    const bytes = Buffer.alloc(width)
    bytes.writeUIntLE(of, 0, width)
    return bytes
  }
  try {
    const parts = members.map((member) => encoded(member, large))
    const isInlined = ({ type, bytes }: Encoded) =>
      type === 4 || ((type === 5 || type === 6 || width === 4) && type >= 5 && type <= 8 && bytes.length <= width)
    let place = 2 * width + names.length * (width + 2) + members.length * (1 + width)
    const keyEntries = names.map((name) => {
      const length = Buffer.alloc(2)
      length.writeUInt16LE(name.length)
      const entry = Buffer.concat([number(place), length])
      place += name.length
      return entry
    })
    const valueEntries = parts.map((part) => {
      if (isInlined(part))
        return Buffer.concat([Buffer.of(part.type), part.bytes, Buffer.alloc(width - part.bytes.length)])
      const entry = Buffer.concat([Buffer.of(part.type), number(place)])
      place += part.bytes.length
      return entry
    })
    const values = parts.filter((part) => !isInlined(part)).map(({ bytes }) => bytes)
    const head = [number(members.length), number(place)]
    const type = (isArray ? 2 : 0) + (width === 4 ? 1 : 0)
    return { type, bytes: Buffer.concat([...head, ...keyEntries, ...valueEntries, ...names, ...values]) }
  } catch (error) {
    // A place does not fit into its bytes.
    if (error instanceof RangeError && width === 2) return null
    throw error
  }
}

function never(problem: string): never {
  throw new Error(problem)
}
