import pg from '/tmp/w/pgcode/node_modules/pg/lib/index.js'
import { readFileSync } from 'node:fs'
import mysql from '/tmp/w/pgcode/node_modules/mysql2/promise.js'
const [a,b]=JSON.parse(readFileSync('/tmp/w/tmp-pgcode/pv/ends.json'))
const c=new pg.Client({host:'127.0.0.1',port:a.port,user:'tester',password:'trusted',database:'test'});await c.connect()
await c.query("SET TimeZone='UTC'; DROP SCHEMA IF EXISTS app CASCADE; CREATE SCHEMA app; "+readFileSync(process.argv[2],'utf8'));await c.end()
const m=await mysql.createConnection({host:'127.0.0.1',port:b.port,user:'root',multipleStatements:true});await m.query('DROP DATABASE IF EXISTS app; DROP DATABASE IF EXISTS crosswalk; CREATE DATABASE app CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin');await m.end()
