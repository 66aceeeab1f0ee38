import type { GrantsRequest, GrantsScript } from '../../core/dialect/grants.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import { quoteName, quoteText } from './connect.js'
import { atLeast } from './version.js'

interface Grant {
  readonly rights: string
  readonly on: string
  readonly why: string
}

/** The least that an account needs. Facts: the servers' manuals, "Privileges Provided". */
export const grantsScript: GrantsScript = (request) => {
  const account = `${quoteText(request.user)}@${quoteText(request.host)}`
  const grants = request.role === 'source' ? sourceGrants(request) : targetGrants(request)
  return [
    `-- CREATE USER ${account} IDENTIFIED BY '...';`,
    ...grants.flatMap(({ rights, on, why }) => [`-- ${why}`, `GRANT ${rights} ON ${on} TO ${account};`]),
    '',
  ].join('\n')
}

function sourceGrants({ database, changes, version }: GrantsRequest): readonly Grant[] {
  const schema = `${quoteName(database)}.*`
  return [
    {
      rights: 'SELECT, SHOW VIEW, TRIGGER, EVENT',
      on: schema,
      why: 'rows, and the definitions of tables, views, triggers and events',
    },
    routines(version),
    { rights: 'LOCK TABLES', on: schema, why: 'one state of all tables for the load; the lock is held for a moment' },
    { rights: 'RELOAD', on: '*.*', why: 'the same, for tables of several databases' },
    ...(changes ? logGrants(version) : []),
  ]
}

/** Bodies of routines stood in a system table for a long time. */
function routines(version: ServerVersion): Grant {
  const why = 'the bodies of functions and procedures'
  if (version.flavour === 'mariadb') {
    const named = atLeast(version, { mariadb: [11, 3, 0] })
    return { rights: named ? 'SHOW CREATE ROUTINE' : 'SELECT', on: named ? '*.*' : 'mysql.proc', why }
  }
  if (atLeast(version, { mysql: [8, 0, 20] })) return { rights: 'SHOW_ROUTINE', on: '*.*', why }
  return { rights: 'SELECT', on: atLeast(version, { mysql: [8, 0, 0] }) ? '*.*' : 'mysql.proc', why }
}

function logGrants(version: ServerVersion): readonly Grant[] {
  const renamed = atLeast(version, { mariadb: [10, 5, 2] })
  return [
    { rights: 'REPLICATION SLAVE', on: '*.*', why: 'reading the binary log' },
    { rights: renamed ? 'BINLOG MONITOR' : 'REPLICATION CLIENT', on: '*.*', why: 'asking where the binary log ends' },
  ]
}

const targetGrants = ({ database }: GrantsRequest): readonly Grant[] => [
  {
    rights:
      'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW, TRIGGER, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, LOCK TABLES',
    on: `${quoteName(database)}.*`,
    why: 'making tables and code, and writing rows',
  },
  {
    rights: 'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX',
    on: '`crosswalk`.*',
    why: 'checkpoint, exceptions, and how far a load is',
  },
]
