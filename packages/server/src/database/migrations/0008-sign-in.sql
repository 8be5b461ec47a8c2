-- Sign-in: what people prove who they are with, and what keeps others from it. What is keyed by a person stands outside the
-- wall: a person signs in before a subscription is chosen, and may belong to several.
-- breaking: first_admin_token becomes a kind of one_time_token

alter table session
  add column public_id  uuid not null default gen_random_uuid() unique,
  add column proven_at  timestamptz,
  add column way        text not null default 'password',
  add column address    text not null default '',
  add column agent      text not null default '';
update session set proven_at = created_at;
alter table session alter column proven_at set not null;

-- Links that are used once; only the hash is kept. person_id null: the first administrator, who is nobody yet.
create table one_time_token (
  token_hash    bytea primary key,
  kind          text not null check (kind in ('firstAdmin', 'setPassword', 'adminReset')),
  person_id     bigint references person (id),
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  used_at       timestamptz,
  check ((kind = 'firstAdmin') = (person_id is null))
);
create index one_time_token_person on one_time_token (person_id);
drop table first_admin_token;

-- Between password and second factor; minutes old at most.
create table sign_in_step (
  token_hash    bytea primary key,
  person_id     bigint not null references person (id),
  subscription_id int not null references subscription (id),
  way           text not null,
  tries         int not null default 0,
  expires_at    timestamptz not null
);

-- How often something was tried in vain: the key is a hash of what is counted (address, account, both).
create table sign_in_try (
  key           bytea primary key,
  tries         int not null,
  last_at       timestamptz not null,
  next_at       timestamptz not null
);

-- Browsers in which a person signed in before: strangers elsewhere do not slow them down.
create table known_browser (
  token_hash    bytea primary key,
  person_id     bigint not null references person (id),
  seen_at       timestamptz not null
);
create index known_browser_person on known_browser (person_id);

-- secret: encrypted with a key of the data folder. last_step: the newest time step that was used, so that no code works twice.
create table totp (
  person_id     bigint primary key references person (id),
  secret        bytea not null,
  created_at    timestamptz not null,
  confirmed_at  timestamptz,
  last_step     bigint not null default 0
);

create table recovery_code (
  person_id     bigint not null references person (id),
  code_hash     bytea not null,
  used_at       timestamptz,
  primary key (person_id, code_hash)
);

create table passkey (
  id            bigint primary key generated always as identity,
  public_id     uuid not null unique,
  person_id     bigint not null references person (id),
  title         text not null,
  credential_id bytea not null unique,
  public_key    bytea not null,
  counter       bigint not null,
  transports    text[] not null default '{}',
  synced        boolean not null,
  created_at    timestamptz not null,
  used_at       timestamptz
);
create index passkey_person on passkey (person_id);

-- Challenges that were given out; deleted by their use. bound_to: what must not change between challenge and answer.
create table passkey_challenge (
  challenge_hash bytea primary key,
  purpose       text not null,
  bound_to      bytea not null,
  expires_at    timestamptz not null
);

-- A program that waits for a person's consent (RFC 8628).
create table device_login (
  device_hash   bytea primary key,
  user_hash     bytea not null unique,
  public_id     uuid not null unique,
  machine       text not null,
  address       text not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  polled_at     timestamptz,
  decided_at    timestamptz,
  allowed       boolean,
  person_id     bigint references person (id),
  subscription_id int references subscription (id),
  key_wish      jsonb,
  taken_at      timestamptz
);

-- A sign-in under way at an identity provider. Nonce and PKCE verifier follow from the state, of which this is the hash.
create table identity_request (
  state_hash    bytea primary key,
  browser_hash  bytea not null,
  provider_id   uuid not null,
  subscription_id int not null references subscription (id),
  -- Of a proof: the session that is to be proven.
  session_id    uuid,
  expires_at    timestamptz not null
);

-- Finds the subscription of an identity provider before anybody is signed in; what the sign-in page shows and nothing else.
create table identity_provider_door (
  public_id     uuid primary key,
  subscription_id int not null references subscription (id),
  title         text not null,
  shown         boolean not null
);

create table identity_provider (
  id            bigint primary key generated always as identity,
  public_id     uuid not null unique,
  subscription_id int not null references subscription (id),
  title         text not null,
  issuer        text not null,
  client_id     text not null,
  client_secret bytea,
  scopes        text not null,
  group_claim   text,
  mapping       jsonb not null default '[]',
  enabled       boolean not null,
  shown         boolean not null,
  created_at    timestamptz not null
);
create index identity_provider_subscription on identity_provider (subscription_id);

-- Whose account somebody at an identity provider is: by issuer and subject, never by e-mail address.
create table identity_link (
  id            bigint primary key generated always as identity,
  public_id     uuid not null unique,
  subscription_id int not null references subscription (id),
  issuer        text not null,
  subject       text not null,
  person_id     bigint not null references person (id),
  created_at    timestamptz not null,
  used_at       timestamptz,
  unique (subscription_id, issuer, subject)
);
create index identity_link_person on identity_link (subscription_id, person_id);

create table sign_in_rules (
  subscription_id int primary key references subscription (id),
  second_factor boolean not null
);

do $$
declare t text;
begin
  foreach t in array array['identity_provider', 'identity_link', 'sign_in_rules'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
