-- job: owner:me and status:Enabled
-- page
select j.id as id, j.modified_at as sort_key
from job j
left join person o on o.id = j.owner_id
where j.subscription_id = $1
and (j.modified_at, j.id) < ($2::timestamptz, $3::bigint)
and (coalesce(o.id, 0) = $4::bigint
and j.state = $5)
order by j.modified_at desc, j.id desc
limit $6::bigint;
-- count
select count(*) as n
from job j
left join person o on o.id = j.owner_id
where j.subscription_id = $1
and (coalesce(o.id, 0) = $2::bigint
and j.state = $3);
