import type { GrantsRequest, GrantsScript } from '../../core/dialect/grants.js'
import { names } from './names.js'

/** The least that a role needs. Facts: the manual, "Privileges", "Predefined Roles", "CREATE PUBLICATION". */
export const grantsScript: GrantsScript = (request) => {
  const role = names.quote(request.user)
  return [
    `-- CREATE ROLE ${role} LOGIN PASSWORD '...';`,
    ...(request.role === 'source' ? ofSource(request, role) : ofTarget(request, role)),
    '',
  ].join('\n')
}

function ofSource({ database, changes, version }: GrantsRequest, role: string): readonly string[] {
  const reading =
    version.major >= 14
      ? [`GRANT pg_read_all_data TO ${role};`]
      : [`-- in every schema: GRANT USAGE ON SCHEMA s TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA s TO ${role};`]
  const following = [
    '-- a replication slot, and reading from it',
    `ALTER ROLE ${role} REPLICATION;`,
    `-- a publication of the tables, which only their owner may make: GRANT owner TO ${role};`,
    `GRANT CREATE ON DATABASE ${names.quote(database)} TO ${role};`,
  ]
  return [
    `GRANT CONNECT ON DATABASE ${names.quote(database)} TO ${role};`,
    '-- rows and definitions',
    ...reading,
    ...(changes ? following : []),
  ]
}

const ofTarget = ({ database }: GrantsRequest, role: string): readonly string[] => [
  '-- the schemas of the migration and its own (crosswalk): the role owns what it makes',
  `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${names.quote(database)} TO ${role};`,
  '-- not needed; with it the log of this server tells what was replicated here from what users write (a superuser grants it)',
  `-- GRANT EXECUTE ON FUNCTION ${['create(text)', 'oid(text)', 'session_setup(text)'].map((one) => `pg_replication_origin_${one}`).join(', ')} TO ${role};`,
]
