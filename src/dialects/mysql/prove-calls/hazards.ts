import type { CodeHazards } from '../../../core/prove/runner.js'

/** From the manual's chapters on locking, information, miscellaneous and replication functions. */
export const hazards: CodeHazards = {
  outside: {
    sleep: 'waits',
    benchmark: 'waits',
    get_lock: 'takes a lock of the server',
    release_lock: 'gives back a lock of the server',
    release_all_locks: 'gives back locks of the server',
    load_file: 'reads a file of the server',
    sys_exec: 'runs a program on the server',
    sys_eval: 'runs a program on the server',
    master_pos_wait: 'waits for replication',
    master_gtid_wait: 'waits for replication',
    source_pos_wait: 'waits for replication',
    wait_for_executed_gtid_set: 'waits for replication',
    nextval: 'draws from a sequence',
    setval: 'sets a sequence',
  },
  unstable: new Set(['rand', 'uuid', 'uuid_short', 'sys_guid', 'random_bytes', 'connection_id']),
  session: new Set(['last_insert_id', 'found_rows', 'row_count']),
  harmlessCommands: [],
  openCommands: ['SET TRANSACTION'],
}
