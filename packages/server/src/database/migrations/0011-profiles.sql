-- Assessment and configuration profiles (features C3, C4), which of them each asset has, and what its agent was told.
--
-- Profiles name tags; an asset matches by what it carries below them in the tree. The default profile of each kind is made
-- when it is first asked for, from the intervals that the subscription had before there were profiles.

create table assessment_profile (
  id            int primary key generated always as identity,
  subscription_id int not null,
  public_id     uuid not null,
  name          text not null,
  name_folded   text not null,
  is_default    boolean not null default false,
  enabled       boolean not null default true,
  scan_every_s  int not null check (scan_every_s between 14400 and 604800),
  created_at    timestamptz not null,
  modified_at   timestamptz not null,
  check (enabled or not is_default),
  unique (subscription_id, name_folded)
);
create index assessment_profile_public on assessment_profile (subscription_id, public_id);
create unique index assessment_profile_default on assessment_profile (subscription_id) where is_default;

-- A tag in one profile only, whether it is enabled or not.
create table assessment_profile_tag (
  tag_id        int primary key references tag (id) on delete cascade,
  profile_id    int not null references assessment_profile (id) on delete cascade,
  subscription_id int not null
);
create index assessment_profile_tag_profile on assessment_profile_tag (profile_id);

-- priority: 1 is asked first; 0 is the default profile, which is asked last and names no tags.
create table configuration_profile (
  id            int primary key generated always as identity,
  subscription_id int not null,
  public_id     uuid not null,
  name          text not null,
  name_folded   text not null,
  description   text not null default '',
  is_default    boolean not null default false,
  priority      int not null check ((priority = 0) = is_default),
  document      jsonb not null,
  -- SHA-256 of the document's one text: its version.
  digest        bytea not null,
  created_at    timestamptz not null,
  modified_at   timestamptz not null,
  unique (subscription_id, name_folded),
  unique (subscription_id, priority) deferrable initially deferred
);
create index configuration_profile_public on configuration_profile (subscription_id, public_id);

create table configuration_profile_tag (
  profile_id    int not null references configuration_profile (id) on delete cascade,
  tag_id        int not null references tag (id) on delete cascade,
  subscription_id int not null,
  primary key (profile_id, tag_id)
);
create index configuration_profile_tag_tag on configuration_profile_tag (tag_id);

-- What each asset has now, and by which of the profile's tags; without a tag: the default. Only what is not the default has a
-- row, so a fleet without profiles has none.
create table asset_profile (
  asset_id      bigint primary key,
  subscription_id int not null,
  configuration_id int,
  configuration_tag int,
  assessment_id int,
  assessment_tag int
);
create index asset_profile_configuration on asset_profile (subscription_id, configuration_id) where configuration_id is not null;
create index asset_profile_assessment on asset_profile (subscription_id, assessment_id) where assessment_id is not null;

-- What the manifest of manifest_version says beside its tasks, until when its blackout instants reach, and the manifest that the
-- agent said it has. A digest that differs from that of now makes a new manifest at the agent's next word.
alter table agent_line add column settings_digest bytea;
alter table agent_line add column settings_until timestamptz;
alter table agent_line add column have_manifest bigint not null default 0;

do $$
declare t text;
begin
  foreach t in array array[
    'assessment_profile', 'assessment_profile_tag', 'configuration_profile', 'configuration_profile_tag', 'asset_profile'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
