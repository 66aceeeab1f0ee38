import { expect, it } from 'vitest'
import { standings } from './beside.js'
import { dialectOf, readSql, travel } from './trip.js'

const ours = `CREATE TABLE a (id integer PRIMARY KEY, n integer NOT NULL, t text, gone int4range);
  CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a ON DELETE CASCADE);
  CREATE INDEX k ON a (n);`

it('tells what the authors wrote otherwise from what the conversion made otherwise', async () => {
  const hand = `CREATE TABLE a (id int PRIMARY KEY, n varchar(9) NOT NULL, t text, KEY x (n, t(3)));
    CREATE TABLE b (id int PRIMARY KEY, a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES a (id));`
  const trip = await travel(ours, ['postgres', 'mysql'])
  const theirs = (await readSql(await dialectOf('mysql'), hand)).value.catalog
  const found = standings(trip, theirs)
  const of = (is: string) => found.filter((each) => each.is === is).map(({ what }) => what.replace(/:.*/, ''))
  expect(of('same')).toEqual([
    'table a',
    'column a.id',
    'column a.t',
    'key a.id',
    'table b',
    'column b.id',
    'column b.a',
    'key b.id',
    'index b.a',
  ])
  expect(of('authors')).toEqual(['column a.n', 'index a.n', 'foreign key b.a', 'index a.n, t'])
  expect(of('named')).toEqual(['column a.gone'])
  expect(of('unexplained')).toEqual([])
})
