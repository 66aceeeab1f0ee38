import type { Difference } from './compare.js'

/**
 * A difference that a trip makes without a finding of its own at that place: nothing is lost by it, or the finding stands at
 * the table. `over`: the engine that the trip goes over and that makes it so.
 */
export interface Loss {
  readonly why: string
  readonly over?: string
  readonly what: readonly string[]
  readonly before?: RegExp
  readonly after?: RegExp
  /** Codes of findings anywhere in the table, of which one must have been reported. */
  readonly said?: readonly string[]
  /** What else must hold. */
  readonly when?: (difference: Difference) => boolean
}

const nothing = /^$/

export const losses: readonly Loss[] = [
  {
    why: 'What has no name gets one, and the name of a primary key is no name in MySQL',
    what: ['name'],
    before: nothing,
  },
  { why: 'A primary key has no name in MySQL', over: 'mysql', what: ['name'], after: /_pkey$/ },
  {
    why: 'Indexes have one space of names in a schema of PostgreSQL: the name of the table is put in front',
    over: 'postgres',
    what: ['name'],
    when: ({ before = '', after = '' }) => after.endsWith(`_${before}`) || /_[0-9a-f]{8}$/.test(after),
  },
  {
    why: 'Names of constraints have one space in a database of MySQL',
    over: 'mysql',
    what: ['name'],
    when: ({ before = '', after = '' }) => after.endsWith(`_${before}`) || /_[0-9a-f]{8}$/.test(after),
  },
  {
    why: 'A name that does not fit is given another, and all that names it follows',
    what: ['order', 'key', 'index', 'check', 'foreign key', 'name', 'query', 'computed', 'default', 'partitions'],
    said: ['XW-C0020'],
  },
  {
    why: 'A column that is not made is in no order',
    what: ['order'],
    said: ['XW-T0001', 'XW-P0207'],
  },
  {
    why: 'PostgreSQL has integers of two, four and eight bytes: the next wider one holds as much',
    over: 'postgres',
    what: ['type'],
    before: /kind:integer,bits:(8|24),signed:true/,
    after: /kind:integer,bits:(16|32),signed:true/,
  },
  {
    why: 'A width that is only for showing numbers does not come back',
    over: 'postgres',
    what: ['type'],
    before: /kind:integer,bits:(\d+),signed:true,width:/,
    after: /kind:integer,bits:\d+,signed:true/,
  },
  {
    why: 'bytea has no length: a check keeps to it, and the longest type holds it',
    over: 'postgres',
    what: ['type', 'check', 'name'],
    when: ({ before = '' }) => before === '' || /kind:binary/.test(before),
    after: /kind:binary,length:4294967295|native:(octet_)?length|_check$/i,
  },
  {
    why: 'text has no length: the longest type holds it',
    over: 'postgres',
    what: ['type'],
    before: /kind:text,length:\d+,unit:byte/,
    after: /kind:text,length:4294967295,unit:byte/,
  },
  {
    why: 'No collation of PostgreSQL takes blanks at the end for nothing; the table says for how many columns that matters',
    over: 'postgres',
    what: ['collation'],
    before: /padSpace:true/,
    after: /padSpace:false/,
    said: ['XW-T0080', 'XW-T0082', 'XW-T0083'],
  },
  {
    why: 'What compares byte by byte compares the order of text too; the table says by which collation it sorts',
    what: ['collation'],
    said: ['XW-T0083', 'XW-T0080', 'XW-T0082'],
    when: ({ before = '', after = '' }) => sameTexts(before) === sameTexts(after),
  },
  {
    why: 'The same bytes written in another way',
    what: ['default'],
    when: ({ before = '', after = '' }) => sameValue(before, after),
  },
  {
    why: 'A sequence of which one column alone takes its numbers is the counter of that column',
    what: ['object', 'sequence'],
    after: nothing,
    when: ({ of }) => of.startsWith('sequence:'),
  },
  {
    why: 'A column that numbers its rows leads a key in MySQL',
    over: 'mysql',
    what: ['name', 'index'],
    before: nothing,
    when: ({ of }) => of.endsWith('_counter'),
  },
  {
    why: 'A column that numbers its rows leads a key in MySQL',
    over: 'postgres',
    what: ['name', 'index'],
    before: nothing,
    when: ({ of }) => of.endsWith('_counter'),
  },
  {
    why: 'InnoDB makes an index for the columns of a foreign key that have none',
    what: ['name', 'index'],
    before: nothing,
    when: ({ of }) => of.includes('/index:'),
  },
  {
    why: 'A foreign key names the columns that it means',
    what: ['foreign key'],
    when: ({ before = '', after = '' }) => before.trim() !== before && after.startsWith(before.trim()),
  },
  {
    why: 'The columns of a foreign key stand in the order of the key that they point to',
    over: 'mysql',
    what: ['foreign key'],
    when: ({ before = '', after = '' }) => pairsOf(before) === pairsOf(after),
  },
  {
    why: 'The clock that MySQL has for defaults is that of the statement, not of the transaction',
    over: 'mysql',
    what: ['default'],
    before: /native:(current_timestamp|now|localtimestamp)/,
    after: /native:statement_timestamp/,
  },
  {
    why: 'Names of one function',
    over: 'mysql',
    what: ['check', 'computed', 'default', 'query'],
    when: ({ before = '', after = '' }) => before.replaceAll('native:length', 'native:char_length') === after,
  },
  {
    why: 'Names of columns are the same in capital and small letters in MySQL',
    over: 'postgres',
    what: ['key', 'index', 'foreign key', 'unique'],
    when: ({ before = '', after = '' }) => before.toLowerCase() === after.toLowerCase(),
  },
  {
    why: 'The partition for all other rows is the range without an upper end',
    over: 'mysql',
    what: ['bound'],
    before: /kind:default/,
    after: /to:\[maxvalue/,
  },
  {
    why: 'PostgreSQL does not convert numbers to text by itself: the cast that is written for it comes back',
    over: 'postgres',
    what: ['check', 'computed', 'default'],
    before: /^(?!.*kind:cast)/,
    after: /kind:cast,/,
  },
  {
    why: 'The number of a label is written out as a choice between the labels',
    over: 'postgres',
    what: ['check', 'computed', 'default'],
    before: /op:(add|sub|mul),left:\{kind:column/,
    after: /left:\{kind:case,subject:\{kind:column,path:\[\{text:\w+\}\]\},whens:\[\{when:\{kind:literal,of:text/,
  },
  {
    why: 'A truth value is a number',
    over: 'mysql',
    what: ['check', 'computed', 'index'],
    after: /op:ne,left:\{kind:column,path:\[\{text:\w+\}\]\},right:\{kind:literal,of:integer,text:0\}/,
  },
  {
    why: 'The text that stands for an operator or a function of the other engine is read as text',
    over: 'mysql',
    what: ['check', 'computed', 'default'],
    after: /kind:opaque/,
  },
  {
    why: 'The types of the catalogue itself ("char", name) count bytes: as many letters hold as much',
    over: 'mysql',
    what: ['type'],
    before: /kind:text,length:(1|63),unit:byte/,
    after: /kind:text,length:(1|63),unit:char/,
  },
]

/** `a, b app.t c, d …` in whatever order its pairs stand. */
function pairsOf(foreign: string): string {
  const [, own = '', target = '', other = '', rest = ''] = /^(.*?) (\S+\.\S+) (\w+(?:, \w+)*)(.*)$/.exec(foreign) ?? []
  const others = other.split(', ')
  const pairs = own.split(', ').map((name, at) => `${name} = ${others[at]}`)
  return own === '' ? foreign : `${target}${rest}: ${pairs.sort().join(', ')}`
}

const sameTexts = (collation: string): string => collation.replace(/binary:\w+,padSpace:\w+,language:.*/, '')

/** `5` and `0000000101` of a bit mask, `ab` and `6162` of bytes, `true` and `1`, one moment. */
function sameValue(before: string, after: string): boolean {
  if (/^[01]{2,}$/.test(after) && Number.parseInt(after, 2) === Number(before)) return true
  if (Buffer.from(before).toString('hex') === after) return true
  if (moment.test(before) && moment.test(after) && partsOf(before) === partsOf(after)) return true
  return (before.toLowerCase() === 'true' && after === '1') || (before.toLowerCase() === 'false' && after === '0')
}

/** MySQL takes any mark between the parts of a moment (manual, "Date and Time Literals"). */
const moment = /^\d{4}\D\d{1,2}\D\d{1,2}(\D|$)/

const partsOf = (text: string): string => text.split(/\D+/).map(Number).join(' ')
