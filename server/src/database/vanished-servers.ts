/**
 * Words for a connection's `options`: after half a minute of silence PostgreSQL asks every ten seconds whether this server is still there, and takes back what it held after three
 * questions without an answer. By itself it waits for more than two hours; a server whose machine vanished while it was alone at something (`alone.ts`, `schema-changes.ts`)
 * would keep all others from it as long. Of no effect where server and database are on one machine.
 */
export const noticeVanished = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';
