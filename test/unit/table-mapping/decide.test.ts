import { describe, expect, it, test } from 'vitest'
import { prove } from '../convert/support.js'
import { convertUnder, refusal, selection, settings, transformation } from './support.js'

const script = `
CREATE TABLE Customer (Id int PRIMARY KEY, Name varchar(40), secret varchar(10), KEY by_name (Name), KEY by_secret (secret));
CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, amount decimal(9,2), made datetime, FOREIGN KEY (customer) REFERENCES Customer (Id));
CREATE TABLE old_log (id int PRIMARY KEY, customer int, FOREIGN KEY (customer) REFERENCES Customer (Id));
CREATE VIEW named AS SELECT Id, Name FROM Customer WHERE Name <> '';
CREATE TRIGGER log_it AFTER INSERT ON old_log FOR EACH ROW SET @x = 1;
DELIMITER //
CREATE TRIGGER orders_bi BEFORE INSERT ON orders FOR EACH ROW SET NEW.amount = NEW.amount + 1//
CREATE FUNCTION spent(who int) RETURNS decimal(20,2) READS SQL DATA RETURN (SELECT SUM(o.amount) FROM orders o JOIN Customer c ON c.Id = o.customer WHERE c.Id = who)//
CREATE PROCEDURE add_order(who int, much decimal(9,2)) BEGIN INSERT INTO orders (id, customer, amount) VALUES (1, who, much); UPDATE Customer SET Name = 'x' WHERE Id = who; END//
DELIMITER ;`

const tablesOf = ({ conversion }: Awaited<ReturnType<typeof convertUnder>>): readonly string[] =>
  conversion.mapping.tables.map(
    ({ source, target }) => `${source.schema}.${source.table}=${target.schema}.${target.table}`,
  )

const accepted = async ({ conversion }: Awaited<ReturnType<typeof convertUnder>>): Promise<void> => {
  const { results } = await prove(conversion)
  expect(results.filter((one) => one.outcome !== 'accepted' || (one.refusals?.length ?? 0) > 0)).toEqual([])
}

describe('selection', () => {
  it('takes what a rule includes and none excludes, and says of all else why it is left out', async () => {
    const converted = await convertUnder(script, [
      selection(),
      selection({ 'rule-action': 'exclude' }, { 'table-name': 'old%' }, 55),
    ])
    expect(tablesOf(converted)).toEqual(['shop.Customer=shop.customer', 'shop.orders=shop.orders'])
    const left = converted.findings.filter((found) => found.code === 'XW-C0601')
    expect(left.map(({ object, message }) => [object, message])).toEqual([
      ['table:shop.old_log', 'shop.old_log is not selected: rule 55 excludes it.'],
      ['trigger:shop.log_it', 'shop.log_it is not selected: its table is not.'],
    ])
    await accepted(converted)
  })

  it('takes tables by their exact names, keeps the code of the schema, and says which key has lost its table', async () => {
    const only = selection({ 'rule-action': 'explicit' }, { 'table-name': 'orders' })
    const converted = await convertUnder(script, [only])
    expect(tablesOf(converted)).toEqual(['shop.orders=shop.orders'])
    expect(converted.codes).toContain('XW-C0031')
    expect(
      await refusal(() =>
        convertUnder(script, [selection({ 'rule-action': 'explicit' }, { 'table-name': 'Orders' }, 9)]),
      ),
    ).toEqual({
      code: 'XW-S0704',
      data: { rule: '9', problem: 'the source has no table shop.Orders' },
    })
  })

  it('of nothing is an error (XW-S0703)', async () => {
    expect((await refusal(() => convertUnder(script, [selection({}, { 'schema-name': 'Shop' })]))).code).toBe(
      'XW-S0703',
    )
  })

  it('of a view makes it a view and says so; an excluded view is left out', async () => {
    const converted = await convertUnder(script, [selection({}, { 'table-type': 'all' })])
    const said = converted.findings.filter((found) => found.code === 'XW-C0605')
    expect(said.map(({ object }) => object)).toEqual(['view:shop.named'])
    const without = await convertUnder(script, [
      selection(),
      selection({ 'rule-action': 'exclude' }, { 'table-type': 'view' }),
    ])
    expect(without.sql).not.toMatch(/CREATE VIEW/)
  })

  it('gives the order in which tables are loaded', async () => {
    const converted = await convertUnder(script, [
      selection({ 'load-order': 7 }, { 'table-name': 'orders' }, 1),
      selection({}, {}, 2),
    ])
    expect(converted.conversion.mapping.tables.map(({ source, loadOrder }) => [source.table, loadOrder])).toEqual([
      ['Customer', undefined],
      ['orders', 7],
      ['old_log', undefined],
    ])
  })
})

describe('names', () => {
  const everything = [
    selection({}, {}, 1),
    transformation('schema', 'rename', {}, { value: 'Shop2' }, 2),
    transformation('table', 'add-prefix', { 'table-name': '%' }, { value: 'T_' }, 3),
    transformation('column', 'rename', { 'table-name': 'Customer', 'column-name': 'Name' }, { value: 'full name' }, 4),
    transformation('column', 'convert-uppercase', { 'table-name': 'orders', 'column-name': '%' }, {}, 5),
    transformation(
      'column',
      'replace-prefix',
      { 'table-name': 'old_log', 'column-name': 'cust%' },
      { value: 'client', 'old-value': 'customer' },
      6,
    ),
  ]

  it('are those of the rules in tables, keys, views, routines and triggers, and the target takes it all', async () => {
    const converted = await convertUnder(script, everything)
    expect(tablesOf(converted)).toEqual([
      'shop.Customer=Shop2.T_Customer',
      'shop.orders=Shop2.T_orders',
      'shop.old_log=Shop2.T_old_log',
    ])
    const columns = converted.conversion.mapping.tables.map((table) => table.columns.map(({ target }) => target.name))
    expect(columns).toEqual([
      ['id', 'full name', 'secret'],
      ['ID', 'CUSTOMER', 'AMOUNT', 'MADE'],
      ['id', 'client'],
    ])
    expect(converted.sql).toMatch(/FOREIGN KEY \("CUSTOMER"\)\s+REFERENCES "Shop2"\."T_Customer"/)
    expect(converted.sql).toMatch(
      /INSERT INTO "Shop2"\."T_orders" \(id, customer, amount\)|INSERT INTO "Shop2"\."T_orders" \("ID", "CUSTOMER", "AMOUNT"\)/,
    )
    expect(converted.codes).not.toContain('XW-C0020')
    await accepted(converted)
  })

  it('follow only the first rule of an action, and all actions one after the other', async () => {
    const converted = await convertUnder('CREATE TABLE Ab (a int primary key);', [
      selection({}, {}, 1),
      transformation('table', 'add-suffix', { 'table-name': 'A%' }, { value: '_x' }, 2),
      transformation('table', 'add-suffix', { 'table-name': '%' }, { value: '_y' }, 3),
      transformation('table', 'convert-uppercase', { 'table-name': '%' }, {}, 4),
    ])
    expect(tablesOf(converted)).toEqual(['shop.Ab=shop.AB_X'])
    const said = converted.findings.find((found) => found.code === 'XW-C0603')
    expect(said?.message).toBe('Ab is called AB_X on the target, by rule 2, 4.')
  })

  test.each([
    ['remove-prefix', { value: 'pre_' }, 'name_suf'],
    ['remove-suffix', { value: '_suf' }, 'pre_name'],
    ['replace-suffix', { value: '_z', 'old-value': '_suf' }, 'pre_name_z'],
    ['remove-prefix', { value: 'other' }, 'pre_name_suf'],
    ['remove-prefix', { value: 'pre_name_suf' }, 'pre_name_suf'],
    ['convert-lowercase', {}, 'pre_name_suf'],
  ])('%s %j makes %s', async (action, more, name) => {
    const converted = await convertUnder('CREATE TABLE pre_name_suf (a int primary key);', [
      selection(),
      transformation('table', action, { 'table-name': '%' }, more),
    ])
    expect(tablesOf(converted)).toEqual([`shop.pre_name_suf=shop.${name}`])
  })

  test.each([
    ['tables', [transformation('table', 'rename', { 'table-name': '%' }, { value: 'one' }, 8)]],
    [
      'columns',
      [transformation('column', 'rename', { 'table-name': 'orders', 'column-name': '%' }, { value: 'one' }, 8)],
    ],
  ])('of two %s are never the same (XW-S0704)', async (_, rules) => {
    expect(await refusal(() => convertUnder(script, [selection(), ...rules]))).toMatchObject({
      code: 'XW-S0704',
      data: { rule: '8', problem: expect.stringMatching(/would both be called/) },
    })
  })

  it('of nothing that there is are a warning with the rule (XW-C0604)', async () => {
    const converted = await convertUnder(script, [
      selection(),
      transformation('column', 'rename', { 'table-name': 'customer', 'column-name': 'Name' }, { value: 'n' }, 12),
    ])
    const said = converted.findings.find((found) => found.code === 'XW-C0604')
    expect(said).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/^Rule 12 speaks of shop\.customer\.Name/),
    })
  })
})

describe('columns', () => {
  it('that a rule removes are gone with what needs them, and that is said', async () => {
    const converted = await convertUnder(script, [
      selection(),
      transformation('column', 'remove-column', { 'table-name': 'Customer', 'column-name': 'sec%' }),
    ])
    expect(converted.conversion.mapping.tables[0]?.columns.map(({ source }) => source.name)).toEqual(['Id', 'Name'])
    expect(converted.codes).toEqual(expect.arrayContaining(['XW-C0602', 'XW-C0049']))
    expect(converted.sql).not.toMatch(/secret/)
    await accepted(converted)
  })

  it('that a rule includes are the only ones', async () => {
    const converted = await convertUnder(script, [
      selection(),
      transformation('column', 'remove-column', { 'table-name': 'orders', 'column-name': '%' }),
      transformation('column', 'include-column', { 'table-name': 'orders', 'column-name': 'id' }),
    ])
    expect(
      converted.conversion.mapping.tables
        .find(({ source }) => source.table === 'orders')
        ?.columns.map(({ source }) => source.name),
    ).toEqual(['id'])
  })

  it('that code needs and a rule removes are not lost in silence: the code says that they are missing', async () => {
    const converted = await convertUnder(script, [
      selection(),
      transformation('column', 'remove-column', { 'table-name': 'orders', 'column-name': 'amount' }),
    ])
    const spent = converted.ledger.objects.find((entry) => entry.name === 'shop.spent')
    expect(spent?.status).not.toBe('converted')
  })

  test.each([
    ['int', { type: 'int8' }, 'bigint'],
    ['int', { type: 'numeric', precision: '12', scale: '2' }, 'numeric(12,2)'],
    ['smallint unsigned', { type: 'int4' }, 'integer'],
    ['decimal(9,2)', { type: 'numeric', precision: 20, scale: 4 }, 'numeric(20,4)'],
    ['varchar(10)', { type: 'wstring', length: 50 }, 'varchar(50)'],
    ['varchar(10)', { type: 'clob' }, 'text'],
    ['datetime(3)', { type: 'datetime', precision: 6 }, 'timestamp(6)'],
    ['varbinary(10)', { type: 'blob' }, 'bytea'],
  ])('of %s become %j: %s', async (native, type, target) => {
    const converted = await convertUnder(`CREATE TABLE t (id int PRIMARY KEY, a ${native});`, [
      selection(),
      transformation('column', 'change-data-type', { 'table-name': 't', 'column-name': 'a' }, { 'data-type': type }),
    ])
    expect(converted.conversion.mapping.tables[0]?.columns[1]?.target.native).toBe(target)
    expect(converted.codes).toContain('XW-C0606')
    await accepted(converted)
  })

  test.each([
    ['bigint', { type: 'int4' }],
    ['int unsigned', { type: 'int4' }],
    ['int', { type: 'uint8' }],
    ['int', { type: 'string', length: 20 }],
    ['decimal(9,2)', { type: 'numeric', precision: 9, scale: 1 }],
    ['float', { type: 'real8' }],
    ['varchar(10)', { type: 'string', length: 5 }],
    ['text', { type: 'string', length: 500 }],
    ['datetime(3)', { type: 'date' }],
    ['json', { type: 'clob' }],
  ])('of %s do not become %j, which would not hold every value (XW-S0704)', async (native, type) => {
    const rule = transformation(
      'column',
      'change-data-type',
      { 'table-name': 't', 'column-name': 'a' },
      { 'data-type': type },
      99,
    )
    const found = await refusal(() =>
      convertUnder(`CREATE TABLE t (id int PRIMARY KEY, a ${native});`, [selection(), rule]),
    )
    expect(found).toMatchObject({ code: 'XW-S0704', data: { rule: '99' } })
  })
})

describe('keys and settings', () => {
  const define = (origin: string, columns: readonly string[]) =>
    transformation(
      'table',
      'define-primary-key',
      { 'table-name': 'orders' },
      { 'primary-key-def': { name: 'orders-key', origin, columns } },
      20,
    )

  it('a defined primary key takes the place of the old one, which stays unique', async () => {
    const converted = await convertUnder(script, [selection(), define('primary-key', ['customer', 'id'])])
    expect(converted.sql).toMatch(/ADD CONSTRAINT "orders-key" PRIMARY KEY \(customer, id\)/)
    expect(converted.sql).toMatch(/UNIQUE \(id\)/)
    expect(converted.codes).toContain('XW-C0607')
    expect(converted.conversion.mapping.tables.find(({ source }) => source.table === 'orders')?.key).toEqual(['id'])
    await accepted(converted)
  })

  it('a defined unique index stands beside it, and a column that is not there is refused', async () => {
    const converted = await convertUnder(script, [selection(), define('unique-index', ['made', 'id'])])
    expect(converted.sql).toMatch(/UNIQUE \(made, id\)/)
    await accepted(converted)
    expect((await refusal(() => convertUnder(script, [selection(), define('primary-key', ['nothing'])]))).code).toBe(
      'XW-S0704',
    )
  })

  it('settings of a table say what is done instead; a table that is not selected is refused', async () => {
    const cut = {
      'lob-settings': { mode: 'limited', 'bulk-max-size': 16 },
      'parallel-load': { type: 'partitions-auto' },
    }
    const converted = await convertUnder(script, [selection(), settings('orders', cut)])
    const said = converted.findings.filter((found) => found.code === 'XW-C0605')
    expect(said.map(({ object }) => object)).toEqual(['table:shop.orders', 'table:shop.orders'])
    expect(said.map(({ message }) => message).join()).toMatch(/cut to 16 kB.*moved whole/)
    expect((await refusal(() => convertUnder(script, [selection(), settings('%', cut)]))).code).toBe('XW-S0704')
  })
  test.each([
    ['a column that is not there', { type: 'ranges', columns: ['nothing'], boundaries: [['1']] }, /no column nothing/],
    ['no boundary', { type: 'ranges', columns: ['id'] }, /need columns and boundaries/],
    [
      'a boundary of two values for one column',
      { type: 'ranges', columns: ['id'], boundaries: [['1', '2']] },
      /boundary 1, 2/,
    ],
    ['no partition', { type: 'partitions-list' }, /needs partitions/],
    ['a partition that is not there', { type: 'partitions-list', partitions: ['p9'] }, /no partition p9/],
  ])('ranges of a load with %s are refused (XW-S0704)', async (_, parallel, words) => {
    const refused = await refusal(() =>
      convertUnder(script, [selection(), settings('orders', { 'parallel-load': parallel })]),
    )
    expect(refused).toMatchObject({ code: 'XW-S0704', data: { problem: expect.stringMatching(words) } })
  })
})
