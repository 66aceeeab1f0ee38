import { dotted, flat } from '../../../../core/ir/names.js'
import type { Param, Program } from '../../../../core/ir/program.js'
import type { Routine, ScheduledEvent } from '../../../../core/ir/schema.js'
import { block, type Doc, group, hardline } from '../../../../core/layout/doc.js'
import { exprDoc } from '../code/expression.js'
import { identText, nameText, noForm, type Printing, standsFor, textConstant } from '../code/printing.js'
import { typeText } from '../code/type-text.js'
import { commentDoc } from '../comment.js'
import { type Draft, draft } from '../statement.js'
import { declaredTypeText } from './block.js'
import { programBody } from './body.js'
import { settingsOf } from './settings.js'

/** CREATE FUNCTION or PROCEDURE. An event becomes a procedure: what calls it in time is not a matter of the database. */
export function routineDraft(printing: Printing, object: Routine | ScheduledEvent): Draft {
  if (object.kind === 'routine' && object.form === 'package') return packageDraft(printing, object)
  const { program } = object
  if (program === undefined) throw noForm('code that was not converted')
  const isFunction = object.kind === 'routine' && object.form === 'function'
  const name = nameText(object.name)
  const word = isFunction ? 'FUNCTION' : 'PROCEDURE'
  const doc: Doc = [
    group(`CREATE ${word} ${name}`, block('(', parameters(printing, program, isFunction), ')')),
    isFunction ? [hardline, 'RETURNS ', returnsDoc(printing, program)] : '',
    hardline,
    'LANGUAGE plpgsql',
    settingsOf(program, isFunction).map((setting) => [hardline, setting]),
    hardline,
    ['AS ', programBody(printing, program, { first: isFunction ? [] : outStart(printing, program) }), ';'],
    commentDoc(`${word} ${name}`, program.characteristics.comment ?? object.comment),
  ]
  return draft(printing, {
    kind: isFunction ? 'function' : 'procedure',
    name: object.name,
    object: object.id,
    sources: object.sources ?? [],
    phase: object.kind === 'event' ? 'post-cutover' : 'post-data',
    minimal: false,
    doc: standsFor(printing, object.sources, doc),
    undo: `DROP ${word} ${name}${signatureOf(printing, object, program)};`,
    ...(/#\d+$/.test(object.id) ? { within: object.id } : {}),
  })
}

/** What tells members of one name apart. */
function signatureOf(printing: Printing, object: Routine | ScheduledEvent, program: Program): string {
  if (object.kind !== 'routine' || !object.package) return ''
  const types = program.params.map((param) => flat(modes[param.mode], declaredTypeText(printing, param.type)))
  return `(${types.join(', ')})`
}

/** A package without anything to do before its use is its schema alone. */
function packageDraft(printing: Printing, object: Routine): Draft {
  const { schema, name } = object.name
  const own = schema ?? name
  const said = `${object.method ? 'Type' : 'Package'} ${object.package ? dotted(object.package) : own.text}`
  const doc = [`COMMENT ON SCHEMA ${identText(own)} IS ${textConstant(said)};`]
  return draft(printing, {
    kind: 'comment',
    name: object.name,
    object: object.id,
    sources: object.sources ?? [],
    phase: 'pre-data',
    minimal: false,
    doc: standsFor(printing, object.sources, doc),
    undo: `COMMENT ON SCHEMA ${identText(own)} IS NULL;`,
    within: object.id,
  })
}

const modes = { in: '', out: 'OUT ', inout: 'INOUT ' } as const

/** Before 14 a procedure has no OUT parameters: those come in too, and are emptied first. */
const modeOf = (printing: Printing, { mode }: Param): string =>
  mode === 'out' && printing.major < 14 ? 'INOUT ' : modes[mode]

const outStart = (printing: Printing, program: Program): readonly Doc[] =>
  printing.major < 14
    ? program.params.filter(({ mode }) => mode === 'out').map(({ name }) => `${identText(name)} := NULL;`)
    : []

function parameters(printing: Printing, program: Program, isFunction: boolean): readonly Doc[] {
  const own = program.params.map((param): Doc => {
    const value = param.default ? [' DEFAULT ', exprDoc(printing, param.default)] : ''
    return [
      flat(
        isFunction ? modes[param.mode] : modeOf(printing, param),
        identText(param.name),
        ' ',
        declaredTypeText(printing, param.type),
      ),
      value,
    ]
  })
  const { results } = program
  return results?.kind === 'cursors' ? [...own, `INOUT ${identText(results.parameter)} refcursor[] DEFAULT NULL`] : own
}

function returnsDoc(printing: Printing, program: Program): Doc {
  const { results, returns } = program
  if (results?.kind === 'rows') {
    const columns = results.columns.map(({ name, type }) => flat(identText(name), ' ', typeText(printing, type)))
    return group('TABLE', block('(', columns, ')'))
  }
  if (returns) return declaredTypeText(printing, returns)
  return program.params.some(({ mode }) => mode !== 'in') ? 'record' : 'void'
}

export const routineKey = (object: Routine | ScheduledEvent): string => dotted(object.name)
