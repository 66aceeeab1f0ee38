import { appendFileSync, writeFileSync } from 'node:fs'
import type { FieldPacket } from 'mysql2/promise'
import { connectMysql, type TestServer } from '../support/servers.js'

/**
 * Writes a database as the engine's own dump program writes it with --hex-blob. The program of one flavour cannot read
 * every server of the other, and a bare machine has none.
 */
export async function writeDump(server: TestServer, schema: string, file: string): Promise<void> {
  const client = await connectMysql({ ...server.endpoint, database: schema })
  await client.query("SET time_zone = '+00:00', sql_mode = ''")
  const [tables] = await client.query<never>(
    'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
  )
  writeFileSync(file, header(schema, server.version))
  for (const [table] of tables as string[][]) {
    const [created] = await client.query<never>(`SHOW CREATE TABLE \`${table}\``)
    const definition = (created as string[][])[0]![1]!
    appendFileSync(
      file,
      `\nDROP TABLE IF EXISTS \`${table}\`;\n/*!40101 SET character_set_client = utf8 */;\n${definition};\n`,
    )
    const [rows, fields] = await client.query({
      sql: `SELECT * FROM \`${table}\``,
      typeCast: (field) => field.buffer(),
      rowsAsArray: true,
    })
    const values = (rows as (Buffer | null)[][]).map(
      (row) => `(${row.map((value, at) => literal(value, fields[at]!)).join(',')})`,
    )
    const insert = values.length === 0 ? '' : `INSERT INTO \`${table}\` VALUES ${values.join(',')};\n`
    appendFileSync(
      file,
      `LOCK TABLES \`${table}\` WRITE;\n/*!40000 ALTER TABLE \`${table}\` DISABLE KEYS */;\n${insert}/*!40000 ALTER TABLE \`${table}\` ENABLE KEYS */;\nUNLOCK TABLES;\n`,
    )
  }
  await client.end()
}

const header = (schema: string, version: string): string => `-- MySQL dump 10.13  Distrib ${version}, for Linux (x86_64)
--
-- Host: 127.0.0.1    Database: ${schema}
-- ------------------------------------------------------
-- Server version\t${version}

/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;

CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`${schema}\` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;

USE \`${schema}\`;
`

/** Field types of the protocol that are written without quotes: DECIMAL, TINY to DOUBLE, LONGLONG, INT24, YEAR, NEWDECIMAL. */
const bare: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 8, 9, 13, 246])
const bit = 16
const geometry = 255
/** VARCHAR and the BLOB and STRING families, which are bytes when their character set is `binary` (63). */
const strings: ReadonlySet<number> = new Set([15, 249, 250, 251, 252, 253, 254])

function literal(value: Buffer | null, field: FieldPacket): string {
  if (value === null) return 'NULL'
  const type = field.columnType ?? field.type ?? 0
  if (bare.has(type)) return value.toString('latin1')
  const bytes = type === bit || type === geometry || (strings.has(type) && field.characterSet === 63)
  if (bytes) return value.length === 0 ? "''" : `0x${value.toString('hex').toUpperCase()}`
  return `'${value.toString('utf8').replace(/[\0\n\r\\'"\x1a]/g, (char) => escapes[char] ?? char)}'`
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\u001a': '\\Z',
}
