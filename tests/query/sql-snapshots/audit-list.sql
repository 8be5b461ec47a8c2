-- audit: actor:me and action:tag.* and at>=now-7d
-- page
select au.n as id, au.n as sort_key
from audit au
left join person ap on ap.public_id = au.actor_person
and au.actor_kind = any($1::text[])
where au.subscription_id = $2
and (au.n, au.n) < ($3::bigint, $4::bigint)
and (ap.id = $5::bigint
and lower(au.action collate "C") like $6
and au.at >= $7::timestamptz)
order by au.n desc, au.n desc
limit $8::bigint;
-- count
select count(*) as n
from audit au
left join person ap on ap.public_id = au.actor_person
and au.actor_kind = any($1::text[])
where au.subscription_id = $2
and (ap.id = $3::bigint
and lower(au.action collate "C") like $4
and au.at >= $5::timestamptz);
