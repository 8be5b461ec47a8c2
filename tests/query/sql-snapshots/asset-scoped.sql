-- asset: agentStatus:Stale
-- page
select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
where a.subscription_id = $3
and a.asset_id in (select st.asset_id
from asset_tag st
where st.subscription_id = $4
and st.tag_id = any($5::int[]))
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $6
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($7::text, $8::bigint)
and case when l.standing = 'active'
and l.seen_at < $9::timestamptz then 'stale' else l.standing end = $10
order by a.name_folded asc, a.asset_id asc
limit $11::bigint;
-- count
select count(*) as n
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
where a.subscription_id = $3
and a.asset_id in (select st.asset_id
from asset_tag st
where st.subscription_id = $4
and st.tag_id = any($5::int[]))
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $6
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and case when l.standing = 'active'
and l.seen_at < $7::timestamptz then 'stale' else l.standing end = $8;
