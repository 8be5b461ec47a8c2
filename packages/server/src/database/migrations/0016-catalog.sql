-- The open catalog: what each feed says (facts), and what follows of it. subscription_id 0 is the installation's own catalog as before;
-- tables without that column belong to the installation alone.

-- One document's worth of one source's facts: what is replaced as a whole.
create table catalog_part (
  id            int primary key generated always as identity,
  source_id     int not null,
  feed          text not null,
  part          text not null,
  fact_count    int not null default 0,
  applied_at    timestamptz not null,
  unique (source_id, part)
);

create table catalog_fact (
  part_id       int not null references catalog_part (id) on delete cascade,
  kind          text not null,
  subject       text not null,
  name          text not null,
  hash          bytea not null,
  body          jsonb not null,
  since         timestamptz not null,
  primary key (part_id, kind, subject, name)
);
create index catalog_fact_subject on catalog_fact (kind, subject);

-- What is being read, before it is known to be good. A crash may lose it: the document is read again.
create unlogged table catalog_staged (
  reading_id    uuid not null,
  kind          text not null,
  subject       text not null,
  name          text not null,
  hash          bytea not null,
  body          jsonb not null,
  staged_at     timestamptz not null,
  primary key (reading_id, kind, subject, name)
);

-- Subjects whose facts have changed and that are to be composed anew. Written with the facts: none is forgotten.
create table catalog_due (
  kind          text not null,
  subject       text not null,
  primary key (kind, subject)
);

-- Every change of a patch of the catalog, in order. Each subscription notes how far it has followed.
create sequence catalog_change_seq;
create table catalog_change (
  seq           bigint primary key default nextval('catalog_change_seq'),
  patch_id      int not null
);
create table catalog_followed (
  subscription_id int primary key,
  seq           bigint not null default 0
);

-- A patch that agents reported before a feed had its key goes on under its own number (jobs and findings name it), with the feed's facts;
-- the catalog's own row is hidden where it has such a twin.
create table patch_twin (
  subscription_id int not null,
  catalog_id    int not null,
  patch_id      int not null,
  primary key (subscription_id, catalog_id)
);
create unique index patch_twin_patch on patch_twin (subscription_id, patch_id);

-- By which packages a machine is known to miss a patch (PackageRule).
create table patch_rule (
  patch_id      int not null,
  n             int not null,
  distro        text not null,
  release       text not null,
  of_source     boolean not null,
  name          text not null,
  arch          text not null,
  scheme        text not null,
  version       text not null,
  version_key   bytea not null,
  module        text not null,
  primary key (patch_id, n)
);
create index patch_rule_name on patch_rule (distro, name, of_source);

-- What only the patch's own page and its installation need: files, detection, references, sources.
create table patch_detail (
  patch_id      int primary key,
  subscription_id int not null,
  detail        jsonb not null
);

-- Supersedence, edge by edge. derived: why we say so where no source does; null for a source's word.
create table patch_edge (
  older         text not null,
  newer         text not null,
  derived       text,
  primary key (older, newer)
);
create index patch_edge_newer on patch_edge (newer);

create table lifecycle (
  product       text not null,
  release       text not null,
  label         text not null,
  released_at   timestamptz,
  is_lts        boolean not null,
  active_support_ends_at timestamptz,
  end_of_life_at timestamptz,
  is_end_of_life boolean not null,
  latest_version text not null,
  primary key (product, release)
);

alter table cve
  add column description text not null default '',
  add column is_rejected boolean not null default false,
  add column cvss_version text not null default '',
  add column epss_model text not null default '',
  add column epss_scored_at timestamptz,
  add column kev_added_at timestamptz,
  add column kev_action text not null default '',
  -- Vectors with their scores and sources, references.
  add column detail jsonb not null default '{}';

alter table patch
  add column deprecated_because text not null default '',
  add column composed_hash bytea;

-- Missing is what the machine's own engine offers, what the catalog knows by its packages, or both. What was found before was offered.
alter table finding
  add column offered boolean not null default true,
  add column matched boolean not null default false;

create index package_version_source on package_version (subscription_id, source_name);

do $$
declare t text;
begin
  foreach t in array array['patch_twin', 'catalog_followed', 'patch_detail'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
  execute 'create policy catalog on patch_detail for select using (subscription_id = 0)';
end $$;
