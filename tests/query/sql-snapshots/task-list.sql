-- task: status:Failed and items:(title:openssl and result:failed)
-- page
select t.id as id, t.began_at as sort_key
from task t
join job j on j.id = t.job_id
and j.subscription_id = $1
left join asset ta on ta.asset_id = t.asset_id
and ta.subscription_id = $2
where t.subscription_id = $3
and ((t.began_at, t.id) < ($4::timestamptz, $5::bigint) or t.began_at is null)
and (t.state = $6
and exists (select 1
from item i
join patch ip on ip.id = i.patch_id
where i.asset_id = t.asset_id
and i.task_id = t.id
and i.subscription_id = $7
and ip.subscription_id in ($8, 0)
and (ip.title_words like $9
and i.state = $10)))
order by t.began_at desc nulls last, t.id desc
limit $11::bigint;
-- count
select count(*) as n
from task t
join job j on j.id = t.job_id
and j.subscription_id = $1
left join asset ta on ta.asset_id = t.asset_id
and ta.subscription_id = $2
where t.subscription_id = $3
and (t.state = $4
and exists (select 1
from item i
join patch ip on ip.id = i.patch_id
where i.asset_id = t.asset_id
and i.task_id = t.id
and i.subscription_id = $5
and ip.subscription_id in ($6, 0)
and (ip.title_words like $7
and i.state = $8)));
