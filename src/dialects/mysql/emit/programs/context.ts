import type { Origin, QName } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Printing } from '../printing.js'

/** What has no form, and where it came from. */
export interface Lost {
  readonly construct: string
  readonly origin: Origin
}

/** What printing one program shares, and where in it one stands. */
export interface ProgramPrinting {
  readonly printing: Printing
  readonly program: Program
  readonly form: 'function' | 'procedure' | 'trigger'
  /** Names that were given out while printing. */
  readonly names: Names
  /** Statements that have no form. */
  readonly lost: Lost[]
  /** Label of the whole body, which RETURN leaves where there is no value. */
  readonly body: string
  /** The procedure, where its rows are put together. */
  readonly collects?: QName
  /** Label of the innermost loop. */
  readonly loop?: string
}

/** Names that nothing else in the program has. */
export interface Names {
  take(wanted: string): string
  readonly used: Set<string>
}

export function createNames(taken: Iterable<string>): Names {
  const known = new Set([...taken].map((each) => each.toLowerCase()))
  const used = new Set<string>()
  return {
    used,
    take: (wanted) => {
      let name = wanted
      for (let number = 2; known.has(name); number++) name = `${wanted}_${number}`
      known.add(name)
      return name
    },
  }
}

/** What a program raises without a state of its own (manual, "SIGNAL Statement"); the hub's word for it is another. */
export const ownState = (state: string): string => (state === 'P0001' ? '45000' : state)
