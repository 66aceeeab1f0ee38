import { coreCall, nullLiteral, plainText, textLiteral, valueTypeOf } from '../../core/ir/build.js'
import type { VariableDeclaration } from '../../core/ir/declaration.js'
import type { Expr } from '../../core/ir/expr.js'
import { ident, type Origin } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { Routine, SchemaObject, Trigger } from '../../core/ir/schema.js'
import type { Stmt, Target } from '../../core/ir/statement.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import type { CodeContext } from '../code/code-context.js'
import { keptName } from '../code/resolve/lists.js'
import { lastTwo } from './declared-types.js'
import type { ProgramObject } from './frame.js'
import { type Packages, packageOf, settingOf } from './packages.js'
import { startOfRecord } from './record-types.js'

export const isPackage = (object: SchemaObject): object is Routine =>
  object.kind === 'routine' && (object.form === 'package' || object.form === 'packageBody')

/** The setting that tells whether a package was started in the session. */
const markOf = (unit: string): string => settingOf(unit, 'started')

/**
 * What a package does when a session first uses it, as a program: its variables get their values, then its own statements
 * run. A trigger that runs first of several that share variables gives these their values. Undefined: there is nothing to
 * do, or another part of the package has it.
 */
export function startOf(object: ProgramObject, packages: Packages): Program | undefined {
  if (object.kind === 'trigger') return sharedStart(object, packages)
  if (!isPackage(object)) return undefined
  const name = object.name.name.text
  const units = packages.unitsOf(name)
  const last = units.find(({ form }) => form === 'packageBody') ?? units[0]
  const program = object === last ? object.program : undefined
  const todo = stepsOf(units, packages)
  if (!program || object.ofTriggers || todo.length === 0) return undefined
  const { origin } = program
  const mark = coreCall('package_variable', [textLiteral(markOf(name))], valueTypeOf(plainText), origin)
  const isNew: Expr = { kind: 'test', negated: false, is: 'null', operand: mark, origin }
  const set = coreCall('set_package_variable', [textLiteral(markOf(name)), textLiteral('yes')], undefined, origin)
  const once: Stmt = {
    kind: 'if',
    branches: [{ when: isNew, body: [{ kind: 'evaluate', exprs: [set], origin }, ...todo] }],
    origin,
  }
  const body = { kind: 'block', declarations: [], handlers: [], statements: [once], origin } as const
  return { ...program, params: [], body }
}

function sharedStart({ partOf, timing, perStatement, program }: Trigger, packages: Packages): Program | undefined {
  if (!partOf || !program || timing !== 'before' || !perStatement) return undefined
  const steps = stepsOf(packages.unitsOf(partOf.package.name.text), packages)
  const { body, origin } = program
  const isEmpty = body.kind === 'block' && body.statements.length === 0 && body.declarations.length === 0
  const statements = isEmpty ? steps : [...steps, body]
  return { ...program, body: { kind: 'block', declarations: [], handlers: [], statements, origin } }
}

/** Values of variables in the order of their declarations, then the statements of the body. */
function stepsOf(units: readonly Routine[], packages: Packages): readonly Stmt[] {
  const blocks = units.flatMap(({ program }) => (program?.body.kind === 'block' ? [program.body] : []))
  const scope = units[0] && packages.scopeOf(units[0])
  const startOf = ({ type, origin }: VariableDeclaration) => startOfRecord(type, origin, scope?.named)
  const values = blocks.flatMap(({ declarations }) =>
    declarations.flatMap((each): readonly Stmt[] => {
      if (each.kind !== 'declareVariables') return []
      const { origin } = each
      const value = each.default ?? startOf(each)
      return each.names.flatMap((name): readonly Stmt[] => {
        const variable = scope?.variable(name.text)
        if (!variable?.kept) return []
        if (value)
          return [
            { kind: 'assign', assignments: [{ target: { kind: 'column', path: [name], origin }, value }], origin },
          ]
        return variable.perStatement ? [emptied(variable.kept, origin)] : []
      })
    }),
  )
  return [...values, ...blocks.flatMap(({ statements }) => statements)]
}

/** What a statement before has left goes. */
function emptied(kept: string, origin: Origin): Stmt {
  const name = keptName(kept, true, origin)
  const exprs = [coreCall('set_package_variable', [name, nullLiteral(origin)], undefined, origin)]
  return { kind: 'evaluate', exprs, origin }
}

/** Calls that start the packages whose variables a program names, in front of it. */
export function startsOf(
  object: ProgramObject,
  program: Program,
  packages: Packages,
  ctx: CodeContext,
): readonly Stmt[] {
  const scope = packages.scopeOf(object)
  const wanted = new Set<string>()
  const look = (expr: Expr | Target): void => {
    const name = nameIn(expr)
    const unit = name === undefined ? undefined : scope.variable(name)?.keptBy
    if (unit) wanted.add(unit)
  }
  walkProgram(program, {
    expr: (expr) => {
      look(expr)
      return undefined
    },
    target: look,
  })
  const own = packageOf(object)?.name.text
  if (own !== undefined && runsStatements(own, packages)) wanted.add(own.toLowerCase())
  return [...wanted].flatMap((name) => callOf(name, object, packages, ctx))
}

function nameIn(expr: Expr | Target): string | undefined {
  if (expr.kind === 'column') return lastTwo(expr.path.map((part) => ident(part.text)))
  return expr.kind === 'variable' && expr.scope === 'local' ? expr.name.text : undefined
}

const runsStatements = (name: string, packages: Packages): boolean =>
  packages.unitsOf(name).some(({ program }) => program?.body.kind === 'block' && program.body.statements.length > 0)

function callOf(name: string, object: ProgramObject, packages: Packages, ctx: CodeContext): readonly Stmt[] {
  const unit = packages.unitsOf(name).find((each) => startOf(each, packages) !== undefined)
  const target = unit && unit !== object ? ctx.target.objectName(unit.id) : undefined
  if (!target) return []
  return [{ kind: 'callStatement', routine: target, args: [], origin: object.origin }]
}
