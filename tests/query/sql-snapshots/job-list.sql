-- job: owner:me and status:Enabled
-- page
select j.id as id, j.modified_at as sort_key
from job j
join person o on o.id = j.owner_id
where j.subscription_id = $1
and (o.id = $2::bigint
and j.state = $3)
and (j.modified_at, j.id) < ($4::timestamptz, $5::bigint)
and true
order by j.modified_at desc, j.id desc
limit $6::bigint;
-- count
select count(*) as n
from job j
join person o on o.id = j.owner_id
where j.subscription_id = $1
and (o.id = $2::bigint
and j.state = $3)
and true;
