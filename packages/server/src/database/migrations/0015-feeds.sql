-- Where the catalog comes from: sources of public data, and each document of them. They belong to the installation, not to a
-- subscription: all stand outside the wall (database/wall.ts says why).

create table feed_source (
  id            int generated always as identity primary key,
  public_id     uuid not null unique,
  -- FeedName of packages/feeds, and what an administrator calls this source of it.
  feed          text not null,
  title         text not null,
  -- Made by the server itself: it can be switched off, not removed.
  is_default    boolean not null default false,
  enabled       boolean not null,
  options       jsonb not null default '{}',
  -- Document → address, in place of the public one.
  addresses     jsonb not null default '{}',
  interval_s    int not null check (interval_s between 900 and 2592000),
  created_at    timestamptz not null,
  -- Its facts are being taken out of the catalog; the row goes last.
  removed_at    timestamptz,
  state         text not null default 'never' check (state in ('never', 'ok', 'failed', 'held')),
  attempted_at  timestamptz,
  succeeded_at  timestamptz,
  -- When it is looked at next; drawn anew after each attempt.
  next_at       timestamptz not null,
  -- One after the other, for the growing pause.
  failures      int not null default 0,
  error_code    text not null default '',
  error_text    text not null default '',
  -- Documents of the attempt under way: taken so far, and known to be wanted. Null: none is under way.
  done          int,
  wanted        int
);
create unique index feed_source_default on feed_source (feed) where is_default;
create index feed_source_next on feed_source (next_at);

-- Whose bundles are believed.
create table bundle_key (
  id            int generated always as identity primary key,
  public_id     uuid not null unique,
  name          text not null,
  -- Ed25519, 32 bytes in hex.
  key           text not null unique,
  created_at    timestamptz not null,
  -- When the last bundle of this key that was taken had been made: older ones are refused.
  last_made_at  timestamptz
);

create table bundle (
  id            int generated always as identity primary key,
  public_id     uuid not null unique,
  key_id        int not null references bundle_key (id) on delete cascade,
  -- open: its documents are being sent; taken: they are here, and are read in turn; abandoned: never finished.
  state         text not null check (state in ('open', 'taken', 'abandoned')),
  manifest      jsonb not null,
  -- Those of its documents that are newer than what was here.
  documents     int not null,
  made_at       timestamptz not null,
  begun_at      timestamptz not null,
  ended_at      timestamptz
);

create table feed_document (
  id            int generated always as identity primary key,
  source_id     int not null references feed_source (id) on delete cascade,
  -- What it is called towards the catalog: the same wherever it was fetched from.
  part          text not null check (length(part) between 1 and 500),
  -- FeedDocument.name.
  document      text not null,
  -- As published (names what it refers to), and where it is fetched.
  published_url text not null,
  url           text not null,
  is_root       boolean not null,
  -- Of a document that another one names: what that says of it.
  options       jsonb not null default '{}',
  expected_sha256 text not null default '',
  expected_bytes  bigint,
  changed_at    timestamptz,

  -- wanted: to be fetched or read; ok, failed, held: how that ended; gone: its facts are to be taken out of the catalog.
  state         text not null check (state in ('wanted', 'ok', 'failed', 'held', 'gone')),
  failures      int not null default 0,
  error_code    text not null default '',
  error_text    text not null default '',

  -- What the catalog holds of it; the bytes lie in the data folder under their SHA-256.
  sha256        text not null default '',
  bytes         bigint not null default 0,
  etag          text not null default '',
  last_modified text not null default '',
  edition       text not null default '',
  edition_at    timestamptz,
  fetched_at    timestamptz,
  taken_at      timestamptz,
  records       int not null default 0,
  rejected      int not null default 0,
  rejections    jsonb not null default '[]',
  added         int not null default 0,
  changed       int not null default 0,
  removed       int not null default 0,

  -- Bytes that are here and not taken: came with a bundle, or shrank. '' : none.
  pending_sha256  text not null default '',
  pending_bytes   bigint not null default 0,
  pending_since   timestamptz,
  -- A person wants it although it shrank.
  pending_accepted boolean not null default false,
  held_before   int,
  held_now      int,
  -- What brought it last, if no network did.
  bundle_id     int references bundle (id) on delete set null,

  unique (source_id, part)
);
create index feed_document_wanted on feed_document (source_id) where state in ('wanted', 'gone');

-- Which server process fetches and reads; one row. A lease and not a lock of the database: what takes an hour must not hold a
-- transaction open for as long.
create table feed_lease (
  one           boolean primary key default true check (one),
  holder        uuid not null,
  until         timestamptz not null
);
