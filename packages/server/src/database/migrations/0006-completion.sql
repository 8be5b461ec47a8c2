-- Values of tokens with how often each occurs, read in the background for those whose reading takes long: what completion
-- answers from (packages/server/src/features/queries/kept-values.ts).

-- One token as one scope sees it. `scope` is '' for the whole subscription and the sorted ids of its tags for others, whose
-- values are shown only as long as the scope still has the same assets: `scope_print` is made of their ids. null: not read yet.
create table value_set (
  id            bigint primary key generated always as identity,
  subscription_id int not null,
  scope         text not null,
  entity        text not null,
  token         text not null,
  scope_print   text,
  is_kept       boolean not null default false,
  due_at        timestamptz not null,
  asked_at      timestamptz not null,
  unique (subscription_id, scope, entity, token)
);
create index value_set_due on value_set (subscription_id, due_at);

-- `best`: length of the shortest prefix of `folded`, in UTF-16 units, among whose twenty most frequent values this one is. With
-- it the answer to any prefix is at most twenty rows, wherever they stand. `value` is '' where it is the same as `folded`.
create table value_kept (
  set_id        bigint not null references value_set (id) on delete cascade,
  best          smallint not null,
  folded        text collate "C" not null,
  value         text not null,
  n             int not null,
  subscription_id int not null,
  primary key (set_id, best, folded, value)
);

do $$
declare t text;
begin
  foreach t in array array['value_set', 'value_kept'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
