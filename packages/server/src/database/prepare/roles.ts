import pg from 'pg'
import { StartError } from '../../errors/start-error.ts'
import { migrationTables } from '../migrate.ts'

/** Makes the app role when it is not there. `password` null: the socket says who connects. */
export async function ensureAppRole(
  owner: pg.Client,
  role: string,
  password: string | null,
): Promise<'made' | 'found'> {
  const found = await owner.query('select 1 from pg_roles where rolname = $1', [role])
  if (found.rowCount !== 0) return 'found'
  const name = pg.escapeIdentifier(role)
  const secret = password === null ? '' : ` password ${pg.escapeLiteral(password)}`
  await owner.query(`create role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication${secret}`)
  return 'made'
}

/** Rows of these are written once and stay: the app role may add, never change or remove. */
export const appendOnlyTables: readonly string[] = ['audit', 'audit_seal']

/** The app role reads and writes rows of every table but the migrator's; it owns nothing and changes no table. */
export async function grantToApp(owner: pg.Client, role: string, database: string): Promise<void> {
  const name = pg.escapeIdentifier(role)
  // Databases of tests of the migrator hold other tables.
  const kept = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any($1)`,
    [appendOnlyTables],
  )
  const appendOnly = kept.rows.map(
    row => `revoke update, delete, truncate on ${pg.escapeIdentifier(row.name)} from ${name};`,
  )
  // One message is one transaction: nobody meets the rights half given.
  await owner.query(`
    grant connect on database ${pg.escapeIdentifier(database)} to ${name};
    grant usage on schema public to ${name};
    grant select, insert, update, delete on all tables in schema public to ${name};
    grant usage, select on all sequences in schema public to ${name};
    revoke all on ${migrationTables.map(table => pg.escapeIdentifier(table)).join(', ')} from ${name};
    ${appendOnly.join('\n')}`)
}

/**
 * Refuses a role that the wall does not hold: superuser, BYPASSRLS, owner of a table (it could drop the policy), or member
 * of such a role. Asked as that role itself, on the connection that the server will use. Errors: StartError.
 */
export async function refuseRoleBeyondWall(app: pg.Client): Promise<void> {
  const { rows } = await app.query<{ role: string; why: string }>(`
    select r.rolname as role, 'is a superuser' as why from pg_roles r
     where r.rolsuper and pg_has_role(current_user, r.oid, 'MEMBER')
    union all
    select r.rolname, 'has BYPASSRLS' from pg_roles r
     where r.rolbypassrls and pg_has_role(current_user, r.oid, 'MEMBER')
    union all
    select r.rolname, 'owns the table ' || c.relname from pg_class c
      join pg_roles r on r.oid = c.relowner
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and pg_has_role(current_user, c.relowner, 'MEMBER')
     limit 1`)
  const first = rows[0]
  if (first === undefined) return
  const me = (await app.query<{ name: string }>('select current_user as name')).rows[0]?.name ?? ''
  const how =
    first.role === me
      ? `the role ${me} ${first.why}`
      : `the role ${me} is a member of ${first.role}, which ${first.why}`
  throw new StartError(
    'database_role',
    `${how}: the wall between subscriptions would not hold. Give another DATABASE_APP_URL`,
  )
}
