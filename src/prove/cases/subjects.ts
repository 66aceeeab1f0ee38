import type { Program } from '../../core/ir/program.js'
import { subjectKey as keyOf, type Question, type Questions, questionsOf, type Subject } from '../code/questions.js'
import { tablesOf } from '../code/tables-of.js'

/** What the questions of several programs say about one parameter or column, with all that flows into it. */
export interface Interest {
  /** Asked about the subject itself. */
  readonly direct: readonly Question[]
  /** Asked about something that it flows into. */
  readonly indirect: readonly Question[]
  /** Columns it is compared with or that flow into the same place. */
  readonly columns: readonly Subject[]
}

/** Whether the code reads it as a document: other texts are errors on the source, and tell nothing. */
export const isDocument = ({ direct, indirect }: Interest): boolean =>
  [...direct, ...indirect].some(({ how }) => how === 'json')

/** Groups a program's questions by subject; links are followed a few steps far. */
export class SubjectGraph {
  readonly questions: Questions
  readonly #links = new Map<string, Map<string, Subject>>()
  readonly #asked = new Map<string, Question[]>()
  readonly aliases: ReadonlyMap<string, string>
  readonly #tables: ReadonlySet<string>

  /** `routines`: what may be called, by lower-case name; their questions are asked of the arguments too. */
  constructor(program: Program, routines: ReadonlyMap<string, Program> = new Map(), depth = 3) {
    const own = questionsOf(program)
    this.questions = { ...own, questions: [...own.questions, ...askedByCalls(own, routines, depth)] }
    this.aliases = new Map(
      tablesOf(program).map(({ name, alias }) => [alias.toLowerCase(), name.name.text.toLowerCase()]),
    )
    this.#tables = new Set(this.aliases.values())
    for (const [a, b] of this.questions.links) {
      this.#link(a, b)
      this.#link(b, a)
    }
    for (const question of this.questions.questions) {
      const key = keyOf(question.subject)
      this.#asked.set(key, [...(this.#asked.get(key) ?? []), question])
    }
  }

  #link(from: Subject, to: Subject): void {
    const key = keyOf(from)
    const list = this.#links.get(key) ?? new Map<string, Subject>()
    list.set(keyOf(to), to)
    this.#links.set(key, list)
  }

  interest(subject: Subject): Interest {
    const near = this.#near(subject, 3)
    const direct = this.#asked.get(keyOf(subject)) ?? []
    return {
      direct,
      indirect: near.flatMap((one) => this.#asked.get(keyOf(one)) ?? []),
      columns: [...(this.#links.get(keyOf(subject))?.values() ?? []), ...near].filter(({ kind }) => kind === 'column'),
    }
  }

  #near(subject: Subject, steps: number): readonly Subject[] {
    const seen = new Map<string, Subject>([[keyOf(subject), subject]])
    let edge = [subject]
    for (let step = 0; step < steps; step++) {
      const next: Subject[] = []
      for (const one of edge)
        for (const [key, other] of this.#links.get(keyOf(one)) ?? []) {
          if (seen.has(key)) continue
          seen.set(key, other)
          next.push(other)
        }
      edge = next
    }
    seen.delete(keyOf(subject))
    return [...seen.values()]
  }

  /** Whether it, or something that it flows into, is compared by less and greater. */
  isRanged(subject: Subject): boolean {
    return [subject, ...this.#near(subject, 2)].some((one) => this.questions.ranged.has(keyOf(one)))
  }

  /** Whether the column can be one of this table (lower case): by the name in front, else because the program names the table. */
  isOf({ of }: Subject, table: string): boolean {
    if (of !== undefined) return (this.aliases.get(of) ?? of) === table
    return this.#tables.has(table)
  }
}

/** What called routines ask about their parameters, said of the arguments. */
function askedByCalls(own: Questions, routines: ReadonlyMap<string, Program>, depth: number): readonly Question[] {
  if (depth === 0) return []
  return own.calls.flatMap(({ name, args }) => {
    const program = routines.get(name)
    if (program === undefined) return []
    const graph = new SubjectGraph(program, routines, depth - 1)
    return program.params.flatMap((param, at) => {
      const { direct, indirect } = graph.interest({ kind: 'variable', name: param.name.text.toLowerCase() })
      const asked = [...direct, ...indirect].slice(0, 12)
      return (args[at] ?? []).flatMap((subject) => asked.map((question) => ({ ...question, subject })))
    })
  })
}
