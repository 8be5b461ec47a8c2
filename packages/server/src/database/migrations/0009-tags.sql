-- Tags as people make them: static, or dynamic by a rule; favourites; tags that activation keys give.

-- name_key: digest of the folded name with letters that look alike made one (domain/tags/tag-name.ts). It takes the place of the
-- unique name_folded, for 1,024 characters do not fit into an index entry. Null only in rows that no product wrote.
--
-- Of a rule: the document as people gave it; its one query as canonical text and the version of the language that wrote it; what
-- kinds of change make it worth asking again (features/tags/rule-follows.ts), 'time' among them; its place in the chain: 0 asks for no tags,
-- every other stands above all rules whose tags it asks for. rule_problems is what the language no longer understands; the tag
-- then keeps its assets.
alter table tag drop constraint tag_subscription_id_name_folded_key;
alter table tag
  add column name_key        bytea,
  add column description     text not null default '',
  add column rule            jsonb,
  add column rule_query      text,
  add column rule_language   int,
  add column rule_follows    text[] not null default '{}',
  add column rule_level      int not null default 0,
  add column rule_problems   jsonb,
  add column evaluated_at    timestamptz,
  add column modified_at     timestamptz,
  add check ((rule is null) = (rule_query is null)),
  add check ((rule is null) = (rule_language is null));
create unique index tag_name on tag (subscription_id, name_key);
create index tag_rules on tag (subscription_id, rule_level, id) where rule is not null;

create table tag_favourite (
  subscription_id int not null references subscription (id),
  person_id     bigint not null references person (id),
  tag_id        int not null references tag (id),
  primary key (subscription_id, person_id, tag_id)
);
create index tag_favourite_tag on tag_favourite (tag_id);

-- Which an agent's asset carries from its first moment.
create table activation_key_tag (
  activation_key_id bigint not null references activation_key (id),
  tag_id        int not null references tag (id),
  subscription_id int not null references subscription (id),
  primary key (activation_key_id, tag_id)
);
create index activation_key_tag_tag on activation_key_tag (tag_id);

create index job_tag_tag on job_tag (tag_id);

-- 2 where no tag says any. The owner stands behind the wall as well, unless it is not forced.
alter table asset alter column criticality set default 2;
alter table asset no force row level security;
update asset set criticality = 2 where criticality is null;
alter table asset force row level security;

-- Assets whose criticality is to be made anew, where a change of tags moved more than its transaction should wait for: an asset's
-- row is wide and stands in many indexes.
create table asset_weigh (
  asset_id      bigint primary key,
  subscription_id int not null
);

-- A row for each transaction that changed tags of assets, so that what was read of a scope is known to be of now: their number and
-- the highest id together are never the same again. Rows are only added, so nobody waits for another; a chore makes many of them one.
create table asset_tag_change (
  id            bigint primary key generated always as identity,
  subscription_id int not null
);
create index asset_tag_change_subscription on asset_tag_change (subscription_id, id);

do $$
declare t text;
begin
  foreach t in array array['tag_favourite', 'activation_key_tag', 'asset_weigh', 'asset_tag_change'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
