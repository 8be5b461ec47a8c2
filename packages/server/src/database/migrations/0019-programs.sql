-- Installed programs of Windows and macOS (programs.1). They are software like packages: rows of package_version (scheme winget), and ids of
-- asset_package, so that lists and queries ask one place. program_ids says which of the ids came as programs: the two sections change apart.
alter table asset_package add column program_ids int[] not null default '{}';

-- What the catalog says of each distinct program (ApplicationAnswer), worked out once and not for each asset.
create table program (
  id            int primary key,
  subscription_id int not null,
  -- Under which a person speaks of it (spokenName, plainText).
  spoken        text not null,
  spoken_publisher text not null,
  track         text not null default '',
  how           text not null default '',
  confidence    text not null default '',
  why           text not null default '',
  state         text not null default '',
  -- The patch that it lacks: an id of the catalog.
  missing_id    int,
  -- Up to which change of the catalog the answer holds; -1: none was given yet, 0: it is to be given anew.
  seq           bigint not null default -1,
  -- The answer has changed, and not all assets that have the program were judged by it.
  due           boolean not null default false
);
create index program_seq on program (subscription_id, seq);
create index program_due on program (subscription_id, id) where due;
create index program_spoken on program (subscription_id, spoken, spoken_publisher);

-- What a person has said of a name. track: null stands for "never".
create table program_mapping (
  id            int generated always as identity primary key,
  public_id     uuid not null unique,
  subscription_id int not null,
  name          text not null,
  publisher     text not null,
  spoken        text not null,
  spoken_publisher text not null,
  track         text,
  created_by    text not null,
  created_at    timestamptz not null,
  unique (subscription_id, spoken, spoken_publisher)
);

-- Which assets a changed patch of Windows or macOS itself may concern.
create index asset_own_os on asset (subscription_id, os_id, asset_id) where os_id in ('windows', 'macos');

do $$
declare t text;
begin
  foreach t in array array['program', 'program_mapping'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
