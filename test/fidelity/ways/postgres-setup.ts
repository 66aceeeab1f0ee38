import { postgresCases } from '../same-engine/postgres-cases.js'

/** Types, extensions and objects that the values speak of. */
export const setup = [
  'CREATE TABLE case_regclass (id int PRIMARY KEY)',
  ...postgresCases.flatMap((one) => one.setup ?? []),
]

/** XW-S0455: the log leaves out what a document declares of itself. */
export const otherwise = [0, 1, 3, 5, 6].map((at) => `xml '<?xml version="1.0"?><a>ä</a>' in block ${at}`)
