/** A small change of meaning that a wrong conversion could have made, as a change of the text that was emitted. */
export interface Mutation {
  readonly name: string
  readonly find: RegExp
  readonly put: string | ((...found: string[]) => string)
}

export const mutations: readonly Mutation[] = [
  { name: 'less becomes less or equal', find: / < (?!>)/g, put: ' <= ' },
  { name: 'less or equal becomes less', find: / <= /g, put: ' < ' },
  { name: 'greater or equal becomes greater', find: / >= /g, put: ' > ' },
  { name: 'greater becomes greater or equal', find: / > /g, put: ' >= ' },
  { name: 'equal becomes unequal', find: /(IF|WHERE|AND|WHEN)( [^\n=:]+) = /g, put: '$1$2 <> ' },
  { name: 'unequal becomes equal', find: / <> /g, put: ' = ' },
  { name: 'plus becomes minus', find: / \+ /g, put: ' - ' },
  { name: 'minus becomes plus', find: / - /g, put: ' + ' },
  { name: 'times becomes plus', find: / \* /g, put: ' + ' },
  { name: 'and becomes or', find: / AND /g, put: ' OR ' },
  { name: 'or becomes and', find: / OR (?!SQLSTATE)/g, put: ' AND ' },
  {
    name: 'a number is one more',
    find: /(?<!(?:numeric|char|bit|varying)\()(?<=[ (]|[<>=] )(\d+)(?=;|\)|,| (?:THEN|LOOP|AND|OR|\*|\/|ELSE)|\n)/g,
    put: (all) => String(Number(all) + 1),
  },
  { name: 'branches change places', find: /\bIF (?!NOT FOUND|FOUND)([^\n;]+) THEN/g, put: 'IF NOT ($1) THEN' },
  { name: 'the ELSE branch does nothing', find: /ELSE\n(\s+)[^;]+;/g, put: 'ELSE\n$1NULL;' },
  { name: 'found becomes not found', find: /IF NOT FOUND/g, put: 'IF FOUND' },
  { name: 'COALESCE is gone', find: /coalesce\(((?:[^(),]|\([^()]*\))+), [^()]+\)/g, put: '$1' },
  { name: 'NULLIF is gone', find: /nullif\(([^(),]+), [^()]+\)/g, put: '$1' },
  { name: 'ORDER BY is gone', find: /\n\s+ORDER BY [^;\n]+|ORDER BY [^;\n]+?(?= LIMIT|;|\n)/g, put: '' },
  { name: 'the order is turned round', find: / DESC/g, put: '' },
  { name: 'LIMIT is one more', find: /LIMIT (\d+)/g, put: (_, count) => `LIMIT ${Number(count) + 1}` },
  { name: 'text compares by case', find: / COLLATE shop\.\w+/g, put: ' COLLATE "C"' },
  { name: 'LIKE sees case', find: / ILIKE /g, put: ' LIKE ' },
  { name: 'LIKE without its escape', find: /\\_/g, put: '_' },
  { name: 'null-safe becomes plain equality', find: / IS NOT DISTINCT FROM /g, put: ' = ' },
  { name: 'IS NULL becomes IS NOT NULL', find: / IS NULL/g, put: ' IS NOT NULL' },
  {
    name: 'the handler catches something else',
    find: /WHEN (SQLSTATE '\w+'(?: OR SQLSTATE '\w+')*|\w+_\w+)(?= THEN)/g,
    put: "WHEN SQLSTATE '22P99'",
  },
  { name: 'the handler does nothing', find: /(WHEN (?:SQLSTATE|no_data)[^\n]* THEN\n\s+)[^;]+;/g, put: '$1NULL;' },
  { name: 'the last condition is gone', find: / AND [^\n;]+(?=;|\n)/g, put: '' },
  { name: 'a neighbouring column', find: /SELECT (\w+\.\w+), (\w+\.\w+)/g, put: 'SELECT $2, $1' },
  { name: 'a parameter is not set', find: /\n(\s+)p_\w+ := [^;]+;/g, put: '\n$1NULL;' },
  { name: 'a variable is not set', find: /\n(\s+)v_\w+ := [^;]+;/g, put: '\n$1NULL;' },
  { name: 'LEAVE becomes ITERATE', find: /EXIT (\w+)/g, put: 'CONTINUE $1' },
  { name: 'ITERATE becomes LEAVE', find: /CONTINUE (\w+)/g, put: 'EXIT $1' },
  { name: 'division cuts the fraction', find: /::numeric \//g, put: ' /' },
  { name: 'rounding becomes cutting', find: /\bround\(/g, put: 'trunc(' },
  { name: 'upper case becomes lower case', find: /\bupper\(/g, put: 'lower(' },
  { name: 'a blank behind a text', find: /'(\w+)'(?=;|,| (?:AND|THEN|ELSE)|\)|\n)/g, put: "'$1 '" },
  { name: 'another SQLSTATE is raised', find: /ERRCODE = '45\d\d\d'/g, put: "ERRCODE = '45999'" },
  { name: 'a change of rows is left out', find: /(?<=\n\s*)(?:UPDATE|INSERT INTO|DELETE FROM) [^;]+;/g, put: 'NULL;' },
  { name: 'sum becomes maximum', find: /\bsum\(/gi, put: 'max(' },
  { name: 'maximum becomes minimum', find: /\bmax\(/gi, put: 'min(' },
]

export interface Mutant {
  readonly mutation: string
  /** Which of the places where the mutation fits, from 1. */
  readonly place: number
  readonly text: string
}

/** Every place of a body where one mutation changes something. What stands before the body declares types, and stays. */
export function mutantsOf(text: string): readonly Mutant[] {
  const start = Math.max(text.search(/\nBEGIN\b/), 0)
  const head = text.slice(0, start)
  const body = text.slice(start)
  return mutations.flatMap(({ name, find, put }) =>
    [...body.matchAll(find)].flatMap((match, at): Mutant[] => {
      const next = typeof put === 'string' ? expand(put, match) : put(...match)
      // Names in quotes are no code.
      const quotes = [...body.slice(0, match.index).matchAll(/"/g)].length
      if (next === match[0] || quotes % 2 === 1) return []
      const mutated = `${head}${body.slice(0, match.index)}${next}${body.slice(match.index + match[0].length)}`
      return [{ mutation: name, place: at + 1, text: mutated }]
    }),
  )
}

const expand = (put: string, match: RegExpMatchArray): string =>
  put.replace(/\$(\d)/g, (_, group) => match[Number(group)] ?? '')
