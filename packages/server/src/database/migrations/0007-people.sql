-- People: several roles, grants beside them, a scope of tags, disabling in one subscription, the operator; keys that hold a part
-- of what their maker may.
-- breaking: membership.role becomes membership.roles

-- The owner stands behind a forced wall too, and has to see every row.
alter table membership no force row level security;
alter table membership
  add column roles        text[],
  add column grants       text[] not null default '{}',
  -- false: only assets with one of the tags in membership_tag, or one below it; no tag, no asset.
  add column all_assets   boolean not null default false,
  -- Of this subscription only: what one tenant decides of a person must not reach another. person.disabled_at is the operator's.
  add column disabled_at  timestamptz,
  add column modified_at  timestamptz;
update membership set roles = array[role], all_assets = true;
alter table membership
  alter column roles set not null,
  add check (cardinality(roles) > 0),
  drop column role;
alter table membership force row level security;
create index membership_person on membership (person_id);

create table membership_tag (
  subscription_id int not null,
  person_id     bigint not null,
  tag_id        int not null references tag (id) on delete cascade,
  primary key (subscription_id, person_id, tag_id),
  foreign key (subscription_id, person_id) references membership (subscription_id, person_id) on delete cascade
);
create index membership_tag_tag on membership_tag (tag_id);

-- Makes and suspends subscriptions. Whoever set the installation up is the first.
alter table person add column is_operator boolean not null default false;
update person set is_operator = true where id = (select min(id) from person);

-- permissions: those that the key may use, as far as its maker has them at that moment; null: those of `role`, and without a role
-- all that its maker has. prefix: its first letters, to tell keys apart.
alter table api_key
  alter column role drop not null,
  add column permissions  text[],
  add column prefix       text not null default '';

alter table membership_tag enable row level security;
alter table membership_tag force row level security;
create policy wall on membership_tag using (subscription_id = (select app_subscription()))
  with check (subscription_id = (select app_subscription()));
