import { describe, expect, test } from 'vitest'
import type { CodePort } from '../../../src/convert/code-port.js'
import type { ConvertOptions } from '../../../src/convert/options.js'
import type { ColumnProfile } from '../../../src/core/data/profile.js'
import { objectId, partId, qname } from '../../../src/core/ir/names.js'
import { convertScript, type Setting } from './support.js'

const t = (columns: string, rest = ''): string => `CREATE TABLE t (${columns}) ${rest};`

const choose = (options: Partial<ConvertOptions>): Setting => ({ options })

const known = (facts: ColumnProfile): Setting => ({
  profile: new Map([[partId(objectId('table', qname('shop', 't')), 'column', 'a'), facts]]),
})

/** A converter that gives nothing and does not say why. */
const silent: CodePort = {
  convertExpr: () => ({ immutable: false, findings: [] }),
  convertView: () => ({ reads: [], findings: [] }),
}

/** The smallest script that gives each finding. */
const cases: readonly (readonly [code: string, script: string, setting?: Setting])[] = [
  ['XW-T0010', t('a int unsigned')],
  ['XW-T0011', t('a bigint unsigned')],
  ['XW-T0012', t('a bigint unsigned auto_increment primary key')],
  ['XW-T0013', t('a int(5) unsigned zerofill')],
  ['XW-T0014', t('a tinyint(1)'), choose({ booleans: 'always' })],
  ['XW-T0014', t('a tinyint(1)'), known({ onlyZeroOne: true })],
  ['XW-T0015', t('a bigint unsigned'), choose({ bigUnsigned: 'integer' })],
  ['XW-T0016', t('a decimal(5,2) unsigned')],
  [
    'XW-T0017',
    'CREATE TABLE p (id bigint unsigned auto_increment primary key); CREATE TABLE c (p bigint unsigned, FOREIGN KEY (p) REFERENCES p (id));',
  ],
  ['XW-T0020', t('a char(3)')],
  ['XW-T0021', t('a float(7,4)')],
  ['XW-T0022', t('a bit(1)'), choose({ bits: 'boolean' })],
  ['XW-T0023', t('a binary(16)')],
  ['XW-T0030', t('a json')],
  ['XW-T0031', t('a longtext CHECK (json_valid(a))'), { from: 'mariadb-10.11' }],
  ['XW-T0032', t('a longtext CHECK (json_valid(a))'), { from: 'mariadb-10.11' }],
  ['XW-C0062', t('a longtext CHECK (json_valid(a))'), { from: 'mariadb-10.11' }],
  ['XW-T0040', t('a time')],
  ['XW-T0041', t('a time'), known({ timeWithinDay: true })],
  ['XW-T0042', t('a year')],
  ['XW-T0050', t("a enum('x','y')")],
  ['XW-T0051', t(`a enum('${'x'.repeat(70)}','y')`)],
  ['XW-T0052', t("a set('x','y')")],
  ['XW-T0053', t("a enum('x','y')"), known({ enumErrors: 3 })],
  ['XW-T0060', t('a point')],
  ['XW-T0061', t('a vector(3)')],
  ['XW-T0070', t("a date DEFAULT '0000-00-00'")],
  ['XW-T0071', t('a date'), known({ zeroDates: 2 })],
  ['XW-T0072', t('a text'), known({ nulBytes: 1 })],
  ['XW-T0080', t('a varchar(5) COLLATE utf8mb4_general_ci')],
  ['XW-T0081', t('a varchar(5) COLLATE utf8mb4_general_ci'), choose({ collations: 'binary' })],
  ['XW-T0082', t('a varchar(5) COLLATE utf8mb4_bin')],
  ['XW-T0083', t('a varchar(5) COLLATE utf8mb4_0900_as_cs')],
  ['XW-C0001', t('a int', 'ENCRYPTION = "Y"')],
  ['XW-C0010', t('a int', 'ROW_FORMAT = DYNAMIC')],
  ['XW-C0011', t('a int', 'ENGINE = BLACKHOLE')],
  ['XW-C0020', `CREATE TABLE ${'é'.repeat(40)} (a int);`],
  [
    'XW-C0030',
    `CREATE TABLE p (id int primary key); ${t('a int, FOREIGN KEY (a) REFERENCES p (id)', 'ENGINE = MyISAM')}`,
  ],
  ['XW-C0031', t('a int, FOREIGN KEY (a) REFERENCES other.p (id)')],
  ['XW-C0032', `CREATE TABLE p (id int primary key, b int, KEY (b)); ${t('a int, FOREIGN KEY (a) REFERENCES p (b)')}`],
  [
    'XW-C0033',
    `CREATE TABLE p (id int primary key); ${t('b int, a int AS (b + 1) STORED, FOREIGN KEY (a) REFERENCES p (id) ON UPDATE CASCADE')}`,
  ],
  ['XW-C0034', `CREATE TABLE p (id varchar(5) primary key); ${t('a int, FOREIGN KEY (a) REFERENCES p (id)')}`],
  ['XW-C0040', t('a text, KEY k (a(20))')],
  ['XW-C0041', t('a text, UNIQUE KEY k (a(20))')],
  ['XW-C0042', t('a text, FULLTEXT KEY k (a)')],
  ['XW-C0043', t('a point NOT NULL, SPATIAL KEY k (a)')],
  ['XW-C0044', t('a int, KEY k (a) USING HASH')],
  ['XW-C0045', t('a int, KEY k (a) INVISIBLE')],
  ['XW-C0047', t('a varchar(3000), KEY k (a)')],
  ['XW-C0048', t('a varchar(20), KEY k ((soundex(uuid())))')],
  ['XW-C0050', t('a int auto_increment primary key')],
  ['XW-C0051', t('a float auto_increment primary key')],
  ['XW-C0055', t('a int, b int INVISIBLE')],
  ['XW-C0056', t('a timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP')],
  ['XW-C0057', t('a int, b int AS (a + 1) VIRTUAL'), { to: '17' }],
  ['XW-C0058', t('a int, b varchar(40) AS (uuid()) STORED')],
  ['XW-C0059', t('a int DEFAULT (master_pos_wait(1, 2))')],
  ['XW-C0060', t('a int, CONSTRAINT c CHECK (master_pos_wait(a, 2) > 0)')],
  ['XW-C0061', t('a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED'), { to: '17' }],
  ['XW-C0070', t('id int, a varchar(500), UNIQUE KEY k (id, a(10))', 'PARTITION BY HASH (id) PARTITIONS 2')],
  ['XW-C0071', t('a int', 'PARTITION BY LIST (a MOD 3) (PARTITION p VALUES IN (0, 1, 2))')],
  ['XW-C0072', t('a date', 'PARTITION BY RANGE (YEAR(a)) (PARTITION p VALUES LESS THAN (2020))')],
  ['XW-C0073', t('a int', 'PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (10))')],
  ['XW-C0074', t('a int', 'PARTITION BY HASH (a) PARTITIONS 2')],
  ['XW-C0080', 'CREATE TEMPORARY TABLE x (a int);'],
  ['XW-C0081', t('a int', 'WITH SYSTEM VERSIONING'), { from: 'mariadb-10.11' }],
  ['XW-C0085', 'CREATE SEQUENCE s INCREMENT BY 0;', { from: 'mariadb-10.11' }],
  ['XW-C0090', 'CREATE VIEW v AS SELECT 1 AS a;', { code: () => silent }],
  ['XW-C0093', `${t('a int')} CREATE DEFINER = me@localhost VIEW v AS SELECT a FROM t;`],
  ['XW-C0094', `${t('a int')} CREATE SQL SECURITY INVOKER VIEW v AS SELECT a FROM t;`, { to: '14' }],
]

describe('each finding has a script that gives it', () => {
  for (const [code, script, setting] of cases) {
    test(`${code}: ${script}`, async () => {
      const { codes } = await convertScript(script, setting)
      expect(codes).toContain(code)
      expect(codes).not.toContain('XW-C0003')
    })
  }
})
