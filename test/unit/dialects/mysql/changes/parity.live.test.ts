import { describeParity } from './parity.js'

describeParity('mariadb')
describeParity('mariadb', [
  "SET GLOBAL binlog_row_metadata = 'FULL'",
  'SET GLOBAL log_bin_compress = ON',
  'SET GLOBAL log_bin_compress_min_len = 10',
])
