import type { ValueBytes } from '../data/binary-decoders.js'
import type { TypeReference } from '../data/value-type.js'

/** A table as the log describes it in front of the first of its rows. */
export interface Relation {
  readonly id: number
  readonly schema: string
  readonly name: string
  /** pg_class.relreplident: `d`, `n`, `f`, `i`. */
  readonly identity: string
  readonly columns: readonly RelationColumn[]
}

export interface RelationColumn extends TypeReference {
  readonly name: string
  /** Part of the replica identity. */
  readonly inIdentity: boolean
}

/** The body of a Relation message, behind its mark. (Manual: Logical Replication Message Formats.) */
export function readRelation({ bytes, view }: ValueBytes, start: number): Relation {
  let at = start
  const text = (): string => {
    const end = bytes.indexOf(0, at)
    const read = bytes.toString('utf8', at, end)
    at = end + 1
    return read
  }
  const id = view.getUint32(at)
  at += 4
  // The schema of the system's own tables has no name in the log.
  const schema = text() || 'pg_catalog'
  const name = text()
  const identity = String.fromCharCode(view.getUint8(at))
  const count = view.getUint16(at + 1)
  at += 3
  const columns = Array.from({ length: count }, (): RelationColumn => {
    const inIdentity = (view.getUint8(at) & 1) !== 0
    at += 1
    const column = text()
    const reference = { oid: view.getUint32(at), modifier: view.getInt32(at + 4) }
    at += 8
    return { name: column, inIdentity, ...reference }
  })
  return { id, schema, name, identity, columns }
}
