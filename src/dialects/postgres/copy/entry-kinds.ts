import type { StatementKind, StatementPhase } from '../../../core/dialect/dialect.js'
import type { ArchiveEntry } from './archive.js'

/** Entries that say how the archive is to be read, or that make the database itself. */
const settings: ReadonlySet<string> = new Set([
  'ENCODING',
  'STDSTRINGS',
  'SEARCHPATH',
  'DATABASE',
  'DATABASE PROPERTIES',
])

/** An extension brings its comment along, and only its owner may change it. */
export const isLeftOut = ({ description, tag }: ArchiveEntry): boolean =>
  settings.has(description) || (description === 'COMMENT' && tag.startsWith('EXTENSION '))

const kinds: Readonly<Record<string, StatementKind>> = {
  SCHEMA: 'schema',
  TYPE: 'type',
  DOMAIN: 'type',
  COLLATION: 'collation',
  SEQUENCE: 'sequence',
  FUNCTION: 'function',
  PROCEDURE: 'procedure',
  TABLE: 'table',
  DEFAULT: 'default',
  VIEW: 'view',
  'MATERIALIZED VIEW': 'view',
  INDEX: 'index',
  'CHECK CONSTRAINT': 'check',
  'FK CONSTRAINT': 'foreign-key',
  TRIGGER: 'trigger',
}

/** What the rest is called is in the id: an extension may be there before us, so only our record tells whether it was made. */
export const kindOf = ({ description }: ArchiveEntry): StatementKind => kinds[description] ?? 'object'

/** What acts on rows by itself, or hides them, waits until the users come. */
const forUsers = /^(TRIGGER|RULE|POLICY|ROW SECURITY|EVENT TRIGGER|PUBLICATION.*)$/

export function phaseOf(entry: ArchiveEntry): StatementPhase {
  if (forUsers.test(entry.description) && !isViewRule(entry)) return 'post-cutover'
  return entry.section === 'post-data' ? 'post-data' : 'pre-data'
}

/** A view that needs a key is made empty first, and gets its query by its rule when the key is there. */
export const isViewRule = ({ description, tag }: ArchiveEntry): boolean =>
  description === 'RULE' && tag.endsWith(' _RETURN')
