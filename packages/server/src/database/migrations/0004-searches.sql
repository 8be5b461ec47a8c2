-- Searches that people keep: the last ones of each person, and those that were given a name.

-- The last few of one person and list, without duplicates: `digest` is that of the canonical texts and the status.
create table recent_search (
  subscription_id int not null,
  person_id     bigint not null references person (id),
  entity        text not null,
  digest        bytea not null,
  query         text not null,
  having_text   text,
  status        text,
  used_at       timestamptz not null,
  primary key (subscription_id, person_id, entity, digest)
);

-- `query` and `having_text` as they were typed, beside them as the language wrote them at `language_version`: when a token is
-- renamed, the canonical text of an older version is read by the aliases of the new one and written anew.
create table saved_search (
  id            bigint primary key generated always as identity,
  subscription_id int not null,
  public_id     uuid not null,
  person_id     bigint not null references person (id),
  entity        text not null,
  name          text not null,
  name_folded   text not null,
  query         text not null,
  query_canonical text not null,
  having_text   text,
  having_canonical text,
  status        text check (status in ('missing', 'installed', 'latestMissing')),
  language_version int not null,
  shared        boolean not null default false,
  created_at    timestamptz not null,
  modified_at   timestamptz not null,
  unique (subscription_id, person_id, entity, name_folded)
);
create index saved_search_public on saved_search (subscription_id, public_id);

do $$
declare t text;
begin
  foreach t in array array['recent_search', 'saved_search'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
