import { asSeenInside, embeddedPort, type EmbeddedLayout } from './layout.ts'

/** Written into postgresql.conf when the cluster is made; an operator may change them there afterwards. */
export function initialSettings(totalMemoryBytes: number): Readonly<Record<string, string>> {
  const mib = 1024 * 1024
  const sharedMib = Math.min(1024, Math.max(128, Math.floor(totalMemoryBytes / mib / 8)))
  return {
    shared_buffers: `${sharedMib}MB`,
    effective_cache_size: `${Math.max(512, Math.floor(totalMemoryBytes / mib / 2))}MB`,
    max_connections: '64',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    // Our statements are short; compiling one that the planner overestimates costs more than running it.
    jit: 'off',
    // Starting helpers takes longer than most lists, and they would take the processors from agents.
    max_parallel_workers_per_gather: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
}

/** Given at every start, above whatever stands in files: what safety and the supervisor rely on. */
export function fixedSettings(layout: EmbeddedLayout, durable: boolean): Readonly<Record<string, string>> {
  const flag = durable ? 'on' : 'off'
  return {
    listen_addresses: '',
    port: String(embeddedPort),
    unix_socket_directories: asSeenInside(layout).run,
    // The folder decides who reaches the socket.
    unix_socket_permissions: '0777',
    fsync: flag,
    full_page_writes: flag,
    synchronous_commit: flag,
    logging_collector: 'off',
    log_destination: 'stderr',
    // Severity and SQLSTATE in front of each line, for the server's own log.
    log_line_prefix: '%e ',
    log_min_messages: 'warning',
    lc_messages: 'C',
  }
}
