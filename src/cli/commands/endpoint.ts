import { OperationError } from '../../core/findings/operation-error.js'
import type { EndpointRecord } from '../../project/model.js'
import type { ProjectStore } from '../../project/store.js'
import { holdsPassword, parseEndpoint, usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { choice, flag, text, type Words } from '../steps/options.js'
import { declareProject, withStore } from '../steps/project.js'
import { isError, noteFinding } from '../steps/task-findings.js'
import { safe, table } from '../terminal.js'
import type { CommandContext, Verb, VerbGroup } from '../verb.js'

const roles = ['source', 'target'] as const
const variables = { source: 'CROSSWALK_SOURCE_PASSWORD', target: 'CROSSWALK_TARGET_PASSWORD' } as const

const add: Verb = {
  declare: (command) => {
    declareProject(command)
      .argument('<name>', 'what tasks call it')
      .argument('<url>', 'scheme://user@host:port/database, without the password')
      .requiredOption('--role <role>', roles.join(' or '))
      .option('--password-env <variable>', 'environment variable that holds the password')
      .option('--password-file <file>', 'file that holds the password')
      .option('--no-test', 'do not connect now')
  },
  run: ([name = '', url = ''], words, context) =>
    withStore(words, async (store) => {
      if (!/^[\w.-]{1,60}$/.test(name)) throw usage(`${name}: expected up to 60 letters, digits, _ . -`)
      if (store.endpoint(name)) throw new OperationError('XW-S0713', { what: 'endpoint', name })
      const role = choice(words, 'role', roles, 'source')
      const drafted = await draft(name, url, role, words)
      const record = words['test'] === false ? drafted : await tested(drafted, context)
      store.saveEndpoint(record)
      show([record], context)
      return exit.done
    }),
}

async function draft(name: string, given: string, role: EndpointRecord['role'], words: Words): Promise<EndpointRecord> {
  const url = withPasswordPlace(name, given, words)
  const { dialect, endpoint } = await parseEndpoint(url, variables[role])
  return { name, role, engine: dialect.id, url, tls: endpoint.tls.mode, version: null, testedAt: null }
}

/** Where the password is goes into the URL, the password itself never. */
function withPasswordPlace(name: string, url: string, words: Words): string {
  if (holdsPassword(url)) throw new OperationError('XW-S0715', { name })
  const places = { passwordVariable: text(words, 'passwordEnv'), passwordFile: text(words, 'passwordFile') }
  return Object.entries(places).reduce(
    (made, [key, value]) =>
      value === undefined ? made : `${made}${made.includes('?') ? '&' : '?'}${key}=${encodeURIComponent(value)}`,
    url,
  )
}

/** Connects and asks which version answers. @throws OperationError when nobody does */
async function tested(record: EndpointRecord, { signal }: CommandContext): Promise<EndpointRecord> {
  const { dialect, endpoint } = await parseEndpoint(record.url, variables[record.role])
  const version = await dialect.serverVersion?.(endpoint, signal)
  return { ...record, version: version?.raw ?? null, testedAt: Date.now() }
}

const test: Verb = {
  declare: (command) => {
    declareProject(command).argument('<name>', 'endpoint')
  },
  run: ([name = ''], words, context) =>
    withStore(words, async (store) => {
      const record = await tested(endpointOf(store, name), context)
      store.saveEndpoint(record)
      show([record], context)
      return (await checkLog(record, context)) ? exit.precheckFailed : exit.done
    }),
}

/** What keeps the changes of a source from being followed. True: something does. */
async function checkLog(record: EndpointRecord, { terminal }: CommandContext): Promise<boolean> {
  const { dialect, endpoint } = await parseEndpoint(record.url, variables[record.role])
  if (record.role === 'target' || !dialect.changeSource) return false
  const found = await (await dialect.changeSource()).check(endpoint, { tables: [] })
  for (const one of found) noteFinding(one, terminal)
  return found.some(isError)
}

const list: Verb = {
  declare: (command) => void declareProject(command),
  run: (_, words, context) =>
    withStore(words, (store) => {
      show(store.endpoints(), context)
      return exit.done
    }),
}

const remove: Verb = {
  declare: (command) => {
    declareProject(command).argument('<name>', 'endpoint')
  },
  run: ([name = ''], words) =>
    withStore(words, (store) => {
      endpointOf(store, name)
      const users = store.tasks().filter((task) => task.source === name || task.target === name)
      if (users.length > 0)
        throw new OperationError('XW-S0714', { name, tasks: users.map((task) => task.name).join(', ') })
      store.removeEndpoint(name)
      return exit.done
    }),
}

const grants: Verb = {
  declare: (command) => {
    declareProject(command)
      .argument('<name>', 'endpoint')
      .option('--host <host>', 'where the account comes from, for engines that tell accounts apart by it', '%')
      .option('--full-load-only', 'without the rights for following changes')
  },
  run: ([name = ''], words, { terminal }) =>
    withStore(words, async (store) => {
      const record = endpointOf(store, name)
      const { dialect, endpoint } = await parseEndpoint(record.url, variables[record.role])
      const script = await dialect.grants?.()
      if (!script) throw usage(`which rights ${dialect.title} needs is not known`)
      const version = record.version === null ? dialect.defaultVersion : dialect.parseVersion(record.version)
      const { user, database = '' } = endpoint
      const request = { role: record.role, changes: !flag(words, 'fullLoadOnly'), user, database, version }
      const sql = script({ ...request, host: text(words, 'host') ?? '%' })
      terminal.out(terminal.json ? JSON.stringify({ endpoint: name, sql }) : sql.trimEnd())
      return exit.done
    }),
}

function endpointOf(store: ProjectStore, name: string): EndpointRecord {
  const record = store.endpoint(name)
  if (!record) throw new OperationError('XW-S0710', { what: 'endpoint', name })
  return record
}

function show(records: readonly EndpointRecord[], { terminal }: CommandContext): void {
  if (terminal.json) terminal.out(JSON.stringify(records))
  else terminal.out(table(['endpoint', 'role', 'engine', 'version', 'tls', 'tested', 'url'], records.map(rowOf), []))
}

const rowOf = (record: EndpointRecord): readonly string[] => [
  record.name,
  record.role,
  record.engine,
  safe(record.version ?? '?'),
  record.tls,
  record.testedAt === null ? 'never' : new Date(record.testedAt).toISOString(),
  safe(record.url),
]

/** `crosswalk endpoint …`: the connections of a project. */
export const endpoint: VerbGroup = {
  verbs: {
    add: { summary: 'remember a connection, once it works', verb: add },
    list: { summary: 'all connections', verb: list },
    test: { summary: 'connect, and check what a source needs for following its changes', verb: test },
    grants: { summary: 'print the least rights that the account needs', verb: grants },
    remove: { summary: 'forget a connection', verb: remove },
  },
}
