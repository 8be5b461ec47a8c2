/**
 * Each entry takes a journal from version n to n + 1. Never edited once released. Column names are those of
 * `core/journal/schema.ts`; a test compares the two.
 */
export const migrations: readonly string[] = [
  `create table state (name text primary key, value text not null) strict, without rowid;
   create table root (version integer primary key, envelope text not null) strict;
   create table task (
     task text primary key, sha256 text not null, document text not null, stage text not null, listed integer not null,
     ended integer not null, n integer not null, signedBy text not null, boots text not null, reboots integer not null, rebootBoot text not null,
     endedMs integer not null, code text not null) strict, without rowid;
   create index task_open on task (task) where ended = 0;
   create table item (
     task text not null, item integer not null, stage text not null, outcome text not null, code text not null,
     boot text not null, plan text not null, primary key (task, item)) strict, without rowid;
   create table event (
     task text not null, n integer not null, kind text not null, text text not null, sha256 text not null,
     waiting integer not null, madeMs integer not null, primary key (task, n)) strict;
   create index event_waiting on event (task, n) where waiting = 1;
   create index event_name on event (sha256);
   create table section (
     name text primary key, rows text not null, digest text not null, confirmedRows text not null,
     confirmedDigest text not null) strict, without rowid;
   create table problem (id integer primary key, code text not null, at integer not null, detail text not null) strict`,
]
