/**
 * Text of a made-up schema with the given number of objects: seven tables and three views in ten, each table with a dozen
 * columns of the usual types, a primary key, two indexes, a foreign key to an earlier table and a comment. Deterministic.
 */
export function schemaText(objects: number): string {
  const parts: string[] = []
  for (let number = 0; number < objects; number += 1) parts.push(number % 10 < 7 ? tableText(number) : viewText(number))
  return parts.join('\n')
}

const tableName = (number: number): string => `t_${number}`

/** The nearest table at or before this object. */
const tableBefore = (number: number): number => (number % 10 < 7 ? number : number - (number % 10) + 6)

function tableText(number: number): string {
  const parent = number === 0 ? undefined : tableBefore(Math.max(0, number - 1 - (number % 5)))
  const lines = [
    '  `id` int(10) unsigned NOT NULL AUTO_INCREMENT',
    '  `parent_id` int(10) unsigned DEFAULT NULL',
    `  \`name\` varchar(${50 + (number % 200)}) NOT NULL DEFAULT ''`,
    '  `code` char(8) COLLATE utf8mb4_bin DEFAULT NULL',
    "  `kind` enum('new','paid','sent','back') NOT NULL DEFAULT 'new'",
    '  `price` decimal(10,2) NOT NULL DEFAULT 0.00',
    '  `ratio` double DEFAULT NULL',
    '  `active` tinyint(1) NOT NULL DEFAULT 1',
    '  `made` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)',
    '  `seen` timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP',
    "  `body` mediumtext COMMENT 'what it says'",
    '  `raw` varbinary(64) DEFAULT NULL',
    '  PRIMARY KEY (`id`)',
    '  UNIQUE KEY `by_code` (`code`)',
    '  KEY `by_kind` (`kind`,`made` DESC)',
    ...(parent === undefined
      ? []
      : [
          `  KEY \`by_parent\` (\`parent_id\`)`,
          `  CONSTRAINT \`${tableName(number)}_parent\` FOREIGN KEY (\`parent_id\`) REFERENCES \`${tableName(parent)}\` (\`id\`) ON DELETE CASCADE`,
        ]),
  ]
  return `CREATE TABLE \`${tableName(number)}\` (\n${lines.join(',\n')}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='table ${number}';`
}

function viewText(number: number): string {
  const table = tableBefore(number)
  const other = Math.max(0, table - 1)
  return [
    `CREATE VIEW \`v_${number}\` AS`,
    "SELECT a.id, CONCAT(a.name, ' ', b.code) AS label, IFNULL(b.price, 0) * 2 AS doubled, COUNT(*) AS n,",
    "  DATE_FORMAT(MAX(a.made), '%Y-%m-%d') AS last_made, SUM(IF(b.active, b.price, 0)) AS total",
    `FROM \`${tableName(table)}\` a LEFT JOIN \`${tableName(other)}\` b ON b.parent_id = a.id`,
    `WHERE a.kind IN ('new', 'paid') AND a.price > ${number % 50} GROUP BY a.id, a.name, b.code, b.price ORDER BY total DESC;`,
  ].join('\n')
}
