import { createFindingSink, finding } from '../../../../../core/findings/finding.js'
import { coreCall, nativeCall, textLiteral, unary } from '../../../../../core/ir/build.js'
import type { Expr, InList } from '../../../../../core/ir/expr.js'
import { type Origin, spanOf } from '../../../../../core/ir/names.js'
import type { Program } from '../../../../../core/ir/program.js'
import type { DynamicName, Execute, Stmt } from '../../../../../core/ir/statement.js'
import { withComments } from '../comments.js'
import type { PackageUnit } from '../packages.js'
import { type ProgramText, readPackage, readProgram } from '../program.js'
import { holeName, isListOfTexts, placesOfNames, type Role, rolesOf } from './roles.js'
import { type ReadText, withStaticStatements } from './static-statements.js'
import type { Hole, Template } from './template.js'

/** `readProgram`, with statements that are built as text and known but for their values in the place of their EXECUTE. */
export function readWholeProgram(of: ProgramText): Program | undefined {
  const program = readProgram(of)
  return program && wholeOf(program, of, of.text)
}

/** As `readWholeProgram`, for a package and what stands in it. */
export function readWholePackage(of: ProgramText): PackageUnit | undefined {
  const unit = readPackage(of)
  if (!unit) return undefined
  const members = unit.members.map((member) => {
    const span = spanOf(member.origin)
    // Its own text at its own place.
    const text = span ? of.text.slice(0, span.end).slice(span.start).padStart(span.end) : ''
    return { ...member, program: wholeOf(member.program, of, text) }
  })
  return { members, program: wholeOf(unit.program, of, '') }
}

function wholeOf(program: Program, of: ProgramText, text: string): Program {
  const at = ({ origin }: Execute) => ({ object: of.object, origin })
  // There quotes may enclose names.
  if (of.modes.ansiQuotes && /'[^']*"[^']*'/.test(text)) return withComments(program, text)
  const made = withStaticStatements(program, {
    one: (template, execute) => readTemplate(template, execute, of),
    always: ({ sql, holes }, execute) => {
      of.sink.add(finding('XW-P0407', at(execute), { text: sql.slice(0, 60) }))
      if (holes.size > execute.using.length) of.sink.add(finding('XW-P0410', at(execute), {}))
    },
    several: (count, execute) => of.sink.add(finding('XW-P0408', at(execute), { count })),
    checked: (execute) => of.sink.add(finding('XW-P0409', at(execute), {})),
  })
  return withComments(made, text)
}

/** The statement of a template with its values in it; it stands where EXECUTE stood. */
function readTemplate(template: Template, { origin }: Execute, of: ProgramText): ReadText | undefined {
  const first = statementIn(template, of, (hole) => hole.how !== 'name')
  const roles =
    first &&
    rolesOf(
      first,
      namesOf(template, ({ how }) => how === 'text'),
    )
  if (!roles || [...roles.values()].some((role) => role === 'name' || role === 'unclear')) return undefined
  const ordering = [...roles].flatMap(([name, role]) => (role === 'order' ? [name] : []))
  const stmt =
    ordering.length === 0
      ? first
      : statementIn(template, of, (hole, name) => hole.how !== 'name' && !ordering.includes(name))
  if (!stmt || countsColumns(stmt)) return undefined
  const { holes } = template
  const values = holesIn(stmt, holes)
  const places = placesOfNames(
    stmt,
    namesOf(template, (_, name) => !values.has(name)),
  )
  const dynamic = dynamicNames(template, places)
  if (!dynamic || values.size + places.size < holes.size) return undefined
  const made = filled(stmt, { holes, roles, origin })
  const checks = [...roles.values()].some((role) => role === 'number' || role === 'list')
  return { stmt: dynamic.length > 0 && made.kind !== 'opaque' ? { ...made, dynamic } : made, checks }
}

const namesOf = ({ holes }: Template, test: (hole: Hole, name: string) => boolean): ReadonlySet<string> =>
  new Set([...holes].flatMap(([name, hole]) => (test(hole, name) ? [name] : [])))

const tablePlaces: ReadonlySet<string> = new Set(['tableRef.name', 'insert.table', 'definition.names'])

/** What holes are names of; undefined when one stands where no name can be given. */
function dynamicNames({ holes }: Template, places: ReadonlyMap<string, string>): readonly DynamicName[] | undefined {
  const made: DynamicName[] = []
  for (const [placeholder, place] of places) {
    const hole = holes.get(placeholder)
    const isOrder = place === 'column.path'
    if (!hole || !(isOrder ? hole.how === 'text' : tablePlaces.has(place) && hole.how !== 'number')) return undefined
    const role = isOrder ? 'order' : 'table'
    made.push({ placeholder, role, value: hole.value, quoted: hole.quoted === true })
  }
  return made
}

/** Reads a statement in which the holes that `isVariable` takes are variables, and others names. */
function statementIn(
  { sql, holes }: Template,
  of: ProgramText,
  isVariable: (hole: Hole, name: string) => boolean,
): Stmt | undefined {
  const sink = createFindingSink()
  const params = [...holes].flatMap(([name, hole]) => (isVariable(hole, name) ? [`${name} TEXT`] : [])).join(', ')
  const head = `CREATE PROCEDURE prepared_statement(${params}) ${of.modes.plsql ? 'AS ' : ''}`
  const text = `${head}BEGIN ${sql.replace(/;\s*$/, '')}; END`
  const read = readProgram({ ...of, form: 'procedure', text, sink })
  const body = read?.body
  if (!read || body?.kind !== 'block' || read.understood.opaque > 0 || sink.all.length > 0) return undefined
  const [only, ...others] = body.statements
  return only && others.length === 0 && only.kind !== 'opaque' ? only : undefined
}

interface Filling {
  readonly holes: ReadonlyMap<string, Hole>
  readonly roles: ReadonlyMap<string, Role>
  readonly origin: Origin
}

/** A copy with the values in place, all of it with one origin. Statements are plain data throughout. */
function filled<T>(node: T, filling: Filling): T {
  if (Array.isArray(node)) return node.map((each) => filled(each, filling)) as T
  if (typeof node !== 'object' || node === null) return node
  const name = holeName(node) ?? ''
  const hole = filling.holes.get(name)
  if (hole) return (filling.roles.get(name) === 'number' ? coreCall('number_in_text', [hole.value]) : hole.value) as T
  if ('kind' in node && node.kind === 'inList') {
    const list = node as unknown as InList
    if (list.items.some((item) => filling.roles.get(holeName(item) ?? '') === 'list'))
      return listTest(list, filling) as T
  }
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    key === 'origin' ? filling.origin : filled(value, filling),
  ])
  return Object.fromEntries(entries) as T
}

/** The list is checked when the program runs, as the text that it is. */
function listTest({ items, operand, negated }: InList, filling: Filling): Expr {
  const parts = items.map((item): Expr => {
    const hole = filling.holes.get(holeName(item) ?? '')
    return hole ? hole.value : textLiteral(item.kind === 'literal' ? item.text : '')
  })
  const [first = textLiteral(''), ...others] = parts
  const list = others.length === 0 ? first : nativeCall('CONCAT', [first, ...others.flatMap((each) => [comma, each])])
  const test = coreCall('in_list_of_text', [filled(operand, filling), list], undefined, filling.origin)
  return negated ? unary('not', test) : test
}

const comma = textLiteral(',')

/** The holes that stand where a value can, in lists that can be checked as one text. */
function holesIn(node: unknown, holes: Template['holes'], found = new Set<string>()): ReadonlySet<string> {
  if (typeof node !== 'object' || node === null) return found
  const name = holeName(node)
  if (name !== undefined && holes.has(name)) found.add(name)
  else if ('kind' in node && node.kind === 'inList') {
    const { items, operand } = node as unknown as InList
    holesIn(operand, holes, found)
    const takesText = items.some((item) => holes.get(holeName(item) ?? '')?.how === 'text')
    if (!takesText || isListOfTexts(items, holes)) for (const item of items) holesIn(item, holes, found)
  } else for (const value of Object.values(node)) holesIn(value, holes, found)
  return found
}

/** A number behind ORDER BY or GROUP BY that is written into the text is the place of a column. */
function countsColumns(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false
  return Object.entries(node).some(([key, value]) =>
    (key === 'orderBy' || key === 'groupBy') &&
    Array.isArray(value) &&
    value.some((item) => holeName(item?.expr) !== undefined)
      ? true
      : countsColumns(value),
  )
}
