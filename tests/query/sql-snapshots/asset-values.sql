-- values of tags.name in a scope
select v.value, c.n
from (select distinct tg.name as value
from tag tg
join tag_above tu on tu.above_id = tg.id
where tg.subscription_id = $1
and tu.subscription_id = $2
and tg.name <> ''
and tg.name_folded like $3
order by 1
limit $4::bigint) v cross
join lateral (select count(*) as n
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $5
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $6
where a.subscription_id = $7
and a.asset_id in (select st.asset_id
from asset_tag st
where st.subscription_id = $8
and st.tag_id = any($9::int[]))
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $10
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and a.asset_id in (select tx.asset_id
from asset_tag tx
where tx.subscription_id = $11
and tx.tag_id = any(array(select tu.tag_id
from tag tg
join tag_above tu on tu.above_id = tg.id
where tg.subscription_id = $12
and tu.subscription_id = $13
and tg.name = v.value)))) c
where c.n > 0
order by 2 desc, 1;
